// Holds bodies against schemas with ajv: node validate.cjs SCHEMAS CASES OPENAPI. A case is {schema, body, valid, why}; one
// with `component` is held against that component of the OpenAPI document.
const fs = require("fs");
const path = require("path");
const { createRequire } = require("module");
const [schemas, casesFile, openapiFile] = process.argv.slice(2);
const Ajv = createRequire(path.join(schemas, "../../tests/package.json"))("ajv/dist/2020").default;
const formats = { "date-time": /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$/ };
const ajv = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true, formats });
for (const name of fs.readdirSync(schemas).filter((n) => n.endsWith(".schema.json"))) {
  ajv.addSchema(JSON.parse(fs.readFileSync(path.join(schemas, name))), name.replace(".schema.json", ""));
}
const openapi = JSON.parse(fs.readFileSync(openapiFile));
openapi.$id = "openapi.json";
const loose = new Ajv({ allErrors: true, strict: false, validateSchema: false, formats });
loose.addSchema(openapi, "openapi.json", false, false);
let wrong = 0;
const cases = JSON.parse(fs.readFileSync(casesFile));
for (const { schema, component, body, valid, why } of cases) {
  const check = component ? loose.getSchema(`openapi.json#/components/schemas/${component}`) : ajv.getSchema(schema);
  if (!check) {
    console.log(`${why}: there is no schema ${schema ?? component}`);
    ++wrong;
  } else if (check(body) !== valid) {
    console.log(`${why}: ${valid ? JSON.stringify(check.errors.slice(0, 4)) : "the schema takes it"}`);
    ++wrong;
  }
}
console.log(`${cases.length} bodies, ${wrong} wrong`);
process.exit(wrong ? 1 : 0);
