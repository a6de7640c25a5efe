// Reads a JSON list of [name, JSON-LD] from standard input; writes what is wrong with each, a line each.
// The vocabulary is read from the types that schema-dts makes of schema.org's own file.
import { readFileSync } from "node:fs";
import Validator from "@adobe/structured-data-validator";

function vocabulary(types) {
  const parents = new Map(), domains = new Map();
  // A type stands there twice: as Base, with its properties, and as Leaf.
  for (const [, name, above, body] of types.matchAll(/interface (\w+?)(?:Base|Leaf) extends ([^{]+)\{([^]*?)\n\}/g)) {
    const known = parents.get(name) ?? [];
    parents.set(name, [...known, ...(above.match(/\w+(?=Base)/g) ?? []).filter((one) => one !== name)]);
    for (const [, property] of body.matchAll(/^ {4}"(\w+)"\?:/gm))
      domains.set(property, [...(domains.get(property) ?? []), name]);
  }
  const id = (name) => ({ "@id": `schema:${name}` });
  return {
    "@graph": [
      ...Array.from(parents, ([name, above]) => ({ ...id(name), "@type": "rdfs:Class", "rdfs:subClassOf": above.map(id) })),
      ...Array.from(domains, ([name, of]) => ({ ...id(name), "@type": "rdf:Property", "schema:domainIncludes": of.map(id) })),
    ],
  };
}

const types = new URL("../../node_modules/schema-dts/dist/schema.d.ts", import.meta.url);
const validator = new Validator(vocabulary(readFileSync(types, "utf8")));
for (const [name, data] of JSON.parse(readFileSync(0, "utf8"))) {
  const read = { jsonld: { [data["@type"]]: [data] }, microdata: {}, rdfa: {}, errors: [] };
  for (const { severity, issueMessage, path } of await validator.validate(read))
    if (severity === "ERROR" || issueMessage.includes("not supported"))
      console.log(`${name}: ${issueMessage} (${path.map((step) => step.type ?? step.property).join(" > ")})`);
}
