// Shape: a JSON Schema as a tree of fields with words for what each must be. Pure.
import { resolve } from "../console/schema.js";

/** Words for keywords; one that is not here is shown as it stands, because a rule left out would be a rule denied. */
const WORDS = {
  format: (value) => `format ${value}`,
  maxItems: (value) => `at most ${value} items`,
  maxLength: (value) => `at most ${value} characters`,
  maximum: (value) => `at most ${value}`,
  minItems: (value) => `at least ${value} items`,
  minLength: (value) => `at least ${value} characters`,
  minimum: (value) => `at least ${value}`,
  pattern: (value) => `matches ${value}`,
  uniqueItems: (value) => (value ? "no item twice" : ""),
};
const STRUCTURE = new Set(["$ref", "additionalProperties", "allOf", "anyOf", "const", "description", "enum", "items", "oneOf", "properties", "required", "title", "type"]);

/** {name, type, description, rules, values, fields}; `fields`: [{label, isRequired, shape}]. `name`: of a schema that has one. */
export function shape(document, schema, seen = []) {
  if (schema === true || schema === false) return leaf(schema ? "anything" : "nothing");
  if (schema.$ref) return referred(document, schema, seen);
  const either = schema.oneOf ?? schema.anyOf;
  const whole = either ? alternatives(document, schema, either, seen) : plain(document, schema, seen);
  const parts = (schema.allOf ?? []).map((part) => shape(document, part, seen));
  return { ...whole, rules: [...whole.rules, ...parts.flatMap(({ rules }) => rules)], fields: [...whole.fields, ...parts.flatMap(({ fields }) => fields)] };
}

function referred(document, { $ref, ...beside }, seen) {
  const name = $ref.split("/").at(-1);
  if (seen.includes(name)) return { ...leaf(name), name, description: "As above." };
  const found = shape(document, { ...resolve(document, $ref), ...beside }, [...seen, name]);
  return { ...found, name };
}

function plain(document, schema, seen) {
  const items = schema.items && shape(document, schema.items, seen);
  return {
    name: schema.title,
    type: typed(schema, items),
    description: schema.description,
    rules: rules(schema),
    values: schema.enum ?? [],
    fields: [...properties(document, schema, seen), ...rest(document, schema, seen), ...each(items)],
  };
}

function alternatives(document, schema, either, seen) {
  const shapes = either.map((part) => shape(document, part, seen));
  const type = shapes.map((part) => part.type).join(" or ");
  const known = shapes.filter((part) => part.type !== "null");
  if (known.length === 1) return { ...known[0], type, description: schema.description ?? known[0].description, rules: [...rules(schema), ...known[0].rules] };
  return { ...leaf(type), description: schema.description, rules: rules(schema), fields: shapes.map((part) => ({ label: "either", isRequired: false, shape: part })) };
}

function properties(document, schema, seen) {
  const required = schema.required ?? [];
  return Object.entries(schema.properties ?? {}).map(([label, property]) => ({ label, isRequired: required.includes(label), shape: shape(document, property, seen) }));
}

/** Members whose names are not known before. */
function rest(document, { additionalProperties: others }, seen) {
  return others === undefined || others === true || others === false ? [] : [{ label: "{any name}", isRequired: false, shape: shape(document, others, seen) }];
}

/** What each item is, where the type does not say it all. */
function each(items) {
  const isMore = items && (items.description || items.rules.length || items.values.length || items.fields.length);
  return isMore ? [{ label: "each item", isRequired: false, shape: items }] : [];
}

function typed(schema, items) {
  if (schema.const !== undefined) return `always ${JSON.stringify(schema.const)}`;
  const names = [schema.type ?? (schema.properties ? "object" : [])].flat();
  if (items && names.includes("array")) return names.map((name) => (name === "array" ? `array of ${items.name ?? items.type}` : name)).join(" or ");
  return names.join(" or ") || "anything";
}

function rules(schema) {
  const others = schema.additionalProperties === false ? ["no other fields"] : [];
  const words = Object.entries(schema).filter(([word]) => !STRUCTURE.has(word));
  return [...words.map(([word, value]) => WORDS[word]?.(value) ?? `${word}: ${JSON.stringify(value)}`), ...others].filter(Boolean);
}

function leaf(type) {
  return { type, rules: [], values: [], fields: [] };
}
