// Numbers, instants and names, as the reader's locale writes them.
const PRICE = new Intl.NumberFormat(undefined, { style: "currency", currency: "USD", currencyDisplay: "narrowSymbol", maximumSignificantDigits: 6 });
const LARGE_PRICE = new Intl.NumberFormat(undefined, { style: "currency", currency: "USD", currencyDisplay: "narrowSymbol" });
const SHORT_USD = new Intl.NumberFormat(undefined, { style: "currency", currency: "USD", currencyDisplay: "narrowSymbol", notation: "compact", maximumFractionDigits: 2 });
const SHORT = new Intl.NumberFormat(undefined, { notation: "compact", maximumFractionDigits: 2 });
const WHOLE = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });
const DECIMAL = new Intl.NumberFormat(undefined, { maximumFractionDigits: 3 });
const RATE = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });
const SHARE = new Intl.NumberFormat(undefined, { style: "percent", maximumFractionDigits: 1 });
const CHANGE = new Intl.NumberFormat(undefined, { style: "percent", signDisplay: "exceptZero", minimumFractionDigits: 2, maximumFractionDigits: 2 });
const TIME = new Intl.DateTimeFormat(undefined, { timeStyle: "medium" });
const DAY_TIME = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });
const DURATIONS = { s: unit("second"), min: unit("minute"), h: unit("hour"), d: unit("day"), ms: unit("millisecond") };
const WORDS = {
  ai: "AI", api: "API", binancecoin: "BNB", bnb: "BNB", bsc: "BSC", coindesk: "CoinDesk", coingecko: "CoinGecko", defillama: "DefiLlama", huggingface: "Hugging Face", ripple: "XRP",
  rpc: "RPC", usd: "USD", id: "ID", url: "URL",
};
const BYTES = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"].map((name, power) => {
  const format = new Intl.NumberFormat(undefined, { style: "unit", unit: name, maximumFractionDigits: 1 });
  return (value) => format.format(value / 1000 ** power);
});
const NONE = "–";

function unit(name) {
  return new Intl.NumberFormat(undefined, { style: "unit", unit: name, unitDisplay: "narrow", maximumFractionDigits: name === "millisecond" ? 1 : 0 });
}

function known(format) {
  return (value) => (typeof value === "number" && Number.isFinite(value) ? format(value) : NONE);
}

export const price = known((value) => (Math.abs(value) >= 1000 ? LARGE_PRICE : PRICE).format(value));
export const shortUsd = known((value) => SHORT_USD.format(value));
export const short = known((value) => SHORT.format(value));
export const whole = known((value) => WHOLE.format(value));
export const decimal = known((value) => DECIMAL.format(value));
export const rate = known((value) => RATE.format(value));
export const share = known((value) => SHARE.format(value));
export const bytes = known((value) => BYTES[Math.min(BYTES.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, value)) / 3)))](value));
export const milliseconds = known((value) => DURATIONS.ms.format(value));
/** `value` in percent, as the contract has it. */
export const change = known((value) => CHANGE.format(value / 100));

/** A length of time, in its largest unit. */
export const duration = known((seconds) => {
  if (seconds < 120) return DURATIONS.s.format(seconds);
  if (seconds < 7200) return DURATIONS.min.format(Math.round(seconds / 60));
  if (seconds < 172800) return DURATIONS.h.format(Math.round(seconds / 3600));
  return DURATIONS.d.format(Math.round(seconds / 86400));
});

export const time = instant(TIME);
export const dayTime = instant(DAY_TIME);

function instant(format) {
  return (value) => {
    const date = new Date(value ?? NaN);
    return Number.isNaN(date.getTime()) ? NONE : format.format(date);
  };
}

/** `whale_tracking` as "Whale tracking". */
export function title(name) {
  const text = String(name)
    .replace(/-\d+$/, "")
    .split(/[_\-\s]+/)
    .map((word) => (Object.hasOwn(WORDS, word) ? WORDS[word] : word))
    .join(" ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Text of the gateway about sources, without the mark of simulated ones. */
export function plain(text) {
  return typeof text === "string" ? text.replaceAll("sim:", "") : NONE;
}

/** A source without the mark of simulated ones, which the page shows once, at the top. */
export function source(name) {
  return name ? plain(name).replaceAll("+", ", ") : NONE;
}
