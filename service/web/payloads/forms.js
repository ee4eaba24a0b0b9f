// Forms: the view of each service's payload.
import { Explorers } from "./explorers.js";
import { Plain, Registry } from "./integration.js";
import { Market } from "./market.js";
import { Health, Pools, Scheduler } from "./monitoring.js";
import { News } from "./news.js";
import { Nodes } from "./nodes.js";
import { Onchain } from "./onchain.js";
import { Sentiment } from "./sentiment.js";
import { Whales } from "./whales.js";

const FORMS = {
  explorers: Explorers,
  health_checker: Health,
  huggingface: Registry,
  market_data: Market,
  news: News,
  onchain: Onchain,
  pool_manager: Pools,
  rpc_nodes: Nodes,
  scheduler: Scheduler,
  sentiment: Sentiment,
  whale_tracking: Whales,
};

export function form(service) {
  return FORMS[service] ?? Plain;
}
