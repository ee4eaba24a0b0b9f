// Schema: the part of JSON Schema that the contract is written in. Pure.
//
// `violations(schema, value, document)` lists what is wrong, each with a JSON pointer; it throws Unjudged at a word
// that it does not know, because silence would look like approval.

export class Unjudged extends Error {}

const ANNOTATIONS = new Set(["description", "title", "examples", "default", "deprecated"]);
const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i;
const FORMATS = {
  "date-time": (text) => DATE_TIME.test(text) && !Number.isNaN(Date.parse(text)),
  uri: (text) => URL.canParse(text),
};
const TYPES = {
  array: Array.isArray,
  boolean: (value) => typeof value === "boolean",
  integer: Number.isInteger,
  null: (value) => value === null,
  number: (value) => typeof value === "number",
  object: isObject,
  string: (value) => typeof value === "string",
};

const KEYWORDS = {
  $ref: (reference, value, at) => at.go(at.resolve(reference), value),
  type: (types, value) => ([types].flat().some((name) => TYPES[name](value)) ? [] : [`is not ${[types].flat().join(" or ")}`]),
  const: (wanted, value) => (same(wanted, value) ? [] : [`is not ${JSON.stringify(wanted)}`]),
  enum: (wanted, value) => (wanted.some((each) => same(each, value)) ? [] : [`is none of ${wanted.join(", ")}`]),
  required: (names, value) => (isObject(value) ? names.filter((name) => !Object.hasOwn(value, name)).map((name) => `lacks ${name}`) : []),
  properties: (properties, value, at) =>
    isObject(value) ? Object.entries(properties).flatMap(([name, schema]) => (Object.hasOwn(value, name) ? at.go(schema, value[name], name) : [])) : [],
  additionalProperties: (schema, value, at) =>
    isObject(value)
      ? Object.keys(value)
          .filter((name) => !Object.hasOwn(at.schema.properties ?? {}, name))
          .flatMap((name) => at.go(schema, value[name], name))
      : [],
  items: (schema, value, at) => (Array.isArray(value) ? value.flatMap((item, index) => at.go(schema, item, index)) : []),
  allOf: (schemas, value, at) => schemas.flatMap((schema) => at.go(schema, value)),
  anyOf: (schemas, value, at) => (schemas.some((schema) => at.go(schema, value).length === 0) ? [] : ["fits none of the alternatives"]),
  oneOf: (schemas, value, at) => {
    const fitting = schemas.filter((schema) => at.go(schema, value).length === 0).length;
    return fitting === 1 ? [] : [`fits ${fitting} of the alternatives in place of one`];
  },
  minimum: (least, value) => (typeof value === "number" && value < least ? [`is less than ${least}`] : []),
  maximum: (most, value) => (typeof value === "number" && value > most ? [`is more than ${most}`] : []),
  minLength: (least, value) => (typeof value === "string" && [...value].length < least ? [`has fewer than ${least} characters`] : []),
  maxLength: (most, value) => (typeof value === "string" && [...value].length > most ? [`has more than ${most} characters`] : []),
  minItems: (least, value) => (Array.isArray(value) && value.length < least ? [`has fewer than ${least} items`] : []),
  maxItems: (most, value) => (Array.isArray(value) && value.length > most ? [`has more than ${most} items`] : []),
  uniqueItems: (wanted, value) =>
    wanted && Array.isArray(value) && value.some((item, index) => value.slice(0, index).some((other) => same(item, other))) ? ["repeats an item"] : [],
  pattern: (pattern, value) => (typeof value === "string" && !new RegExp(pattern, "u").test(value) ? [`does not match ${pattern}`] : []),
  format: (name, value) => {
    if (!Object.hasOwn(FORMATS, name)) throw new Unjudged(`format ${name}`);
    return typeof value !== "string" || FORMATS[name](value) ? [] : [`is no ${name}`];
  },
};

export function violations(schema, value, document, pointer = "") {
  if (schema === true) return [];
  if (schema === false) return [`${pointer || "/"} is not allowed`];
  const at = {
    schema,
    resolve: (reference) => resolve(document, reference),
    go: (inner, part, name) => violations(inner, part, document, name === undefined ? pointer : `${pointer}/${escaped(name)}`),
  };
  return Object.entries(schema).flatMap(([word, argument]) => {
    if (ANNOTATIONS.has(word) || word.startsWith("x-")) return [];
    if (!Object.hasOwn(KEYWORDS, word)) throw new Unjudged(word);
    return KEYWORDS[word](argument, value, at).map((text) => (text.startsWith("/") ? text : `${pointer || "/"} ${text}`));
  });
}

/** Follow a reference within the document. */
export function resolve(document, reference) {
  if (!reference.startsWith("#/")) throw new Unjudged(`reference ${reference}`);
  const parts = reference.slice(2).split("/").map((part) => decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~"));
  const found = parts.reduce((node, part) => node?.[part], document);
  if (found === undefined) throw new Unjudged(`reference ${reference}`);
  return found.$ref && Object.keys(found).length === 1 ? resolve(document, found.$ref) : found;
}

function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function escaped(name) {
  return String(name).replaceAll("~", "~0").replaceAll("/", "~1");
}

function same(one, other) {
  if (one === other) return true;
  if (Array.isArray(one) && Array.isArray(other)) return one.length === other.length && one.every((item, index) => same(item, other[index]));
  if (!isObject(one) || !isObject(other)) return false;
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => Object.hasOwn(other, name) && same(one[name], other[name]));
}
