// Reads lines of JSON, [word, language], with the browser's code; answers each with [spelled, plain, keys].
// node names.mjs SCRIPT TABLE
import { readFileSync } from "node:fs";
import { runInThisContext } from "node:vm";

runInThisContext(readFileSync(process.argv[2], "utf8"));
const names = globalThis.Names(JSON.parse(readFileSync(process.argv[3], "utf8")));
const lines = readFileSync(0, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));
for (const [text, language] of lines) {
  const answers = names.tokens(text).map((word) => {
    const spelled = names.spelled(word, language);
    return [spelled, names.plain(word, language), Array.from(names.keys(spelled))];
  });
  process.stdout.write(JSON.stringify(answers) + "\n");
}
