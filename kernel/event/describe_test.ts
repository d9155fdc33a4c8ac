/** Tests of the schema's Markdown. */
import { assert, assertEquals } from "@std/assert";
import { describeSchema } from "./describe.ts";
import { near, text, uint } from "./field.ts";
import { is, units } from "./pattern.ts";
import { composeSchema, defineEffects, defineEvents } from "./schema.ts";
import { sampleSchema } from "./testing/sample_schema.ts";

Deno.test("describeSchema() gives every kind with its fields, their storage and their meaning", () => {
  const effects = defineEffects({
    map: {
      id: 3,
      doc: "Map pages.",
      fields: {
        page: near("page", { advance: "count", bias: 1 }),
        count: uint(1, { doc: "pages, 1 | more" }),
        mode: text("rw"),
      },
      shapes: { 7: [], 8: ["page", "mode"] },
    },
  });
  const events = defineEvents({
    idle: {
      id: 1,
      doc: "Nothing.",
      fields: {},
      outcome: { left: uint() },
      patterns: {
        200: { idle: {}, map: { page: 4, count: units(8, 4) } },
        201: { idle: {}, map: { count: is(2) } },
      },
    },
  });
  const part = { owner: "kernel", firstId: 1, lastId: 9 };
  const schema = composeSchema([{ ...part, table: effects }], [{ ...part, table: events }]);
  assertEquals(
    describeSchema(schema),
    `## Effects

| Id | Kind | Package | What it says |
| --- | --- | --- | --- |
| 3 | \`map\` | kernel | Map pages. |

### 3 \`map\`

Map pages.

| Bit | Field | Stored as | Absent when | Meaning |
| --- | --- | --- | --- | --- |
| 0 | \`page\` | near page, which moves on to the value + \`count\` + 1 | equal to register page |  |
| 1 | \`count\` | uint | 1 | pages, 1 \\| more |
| 2 | \`mode\` | text | \`rw\` |  |

Shapes: 7 (no field); 8 (\`page\`, \`mode\`).

## Events

| Id | Kind | Package | What it says |
| --- | --- | --- | --- |
| 1 | \`idle\` | kernel | Nothing. |

### 1 \`idle\`

Nothing.

| Bit | Outcome field | Stored as | Absent when | Meaning |
| --- | --- | --- | --- | --- |
| 0 | \`left\` | uint | 0 |  |

## Patterns

| Code | Event, effects | Bytes | Fields: their bits, or what they are |
| --- | --- | --- | --- |
| 200 | \`idle\`, \`map\` | 1 | \`map.count\` 4 (in units of 8), \`map.page\` 4 |
| 201 | \`idle\`, \`map\` | 0 | \`map.count\` is 2 |
`,
  );
});

Deno.test("describeSchema() mentions every kind and field of a schema", () => {
  const markdown = describeSchema(sampleSchema);
  for (const { name, record } of [...sampleSchema.effects, ...sampleSchema.events]) {
    for (const each of [name, ...record.fields.map((field) => field.name)]) {
      assert(markdown.includes(`\`${each}\``));
    }
  }
});
