// An adapter between an engine and the runner of tallystick (spec/protocol.md).
//
//     tallystick run "exec:node adapter.js" --profile match/1 --vectors-only
//
// It converses and rejects every command. Your engine goes where it says HERE. Numbers of the
// protocol that may exceed 2^53 are strings: BigInt(text) reads them, String(number) writes them.
// Before it can be called conformant, read frames strictly (CNF-101): JSON.parse takes the last of
// two equal keys without a word, and nobody here looks for keys too many or too few.
"use strict";

class Engine {
  // HERE: the state of a venue (spec chapter 02), and what commands do to it.
  constructor(profile, parameters) {
    this.profile = profile;
    this.parameters = parameters;
  }

  // HERE: the outcome of a command. Accepted, it would be, with keys as in CMD-050,
  // {type: "accepted", events: [{type: "account_opened", ...}], touched_orders: 0}
  apply(command) {
    if (typeof command.type !== "string") throw new Error("a command without type");
    return { type: "rejected", reason: "not_in_profile", index: 0 };
  }
}

let engine = null;

// What a frame is answered with, beside its number (CNF-110).
function answer(frame) {
  switch (frame.frame) {
    case "hello":
      return {
        frame: "ready", protocol: "tallystick/1", engine: "my engine", version: "0",
        profiles: ["match/1"], level: 0, limits: frame.limits,
      };
    case "open":
      engine = new Engine(frame.profile, frame.parameters);
      return { frame: "opened" };
    case "apply":
      return { frame: "outcomes", outcomes: frame.commands.map((one) => engine.apply(one)) };
    case "bye":
      return { frame: "bye" };
    default:
      throw new Error("hello, open, apply or bye");
  }
}

// Answer a line; false if it was the last.
function answerLine(line) {
  try {
    const frame = JSON.parse(line);
    const reply = { number: frame.number, ...answer(frame) };
    process.stdout.write(JSON.stringify(reply) + "\n");
    return reply.frame !== "bye";
  } catch (error) {
    process.stderr.write(`invalid frame: expected ${error.message}\n`);
    process.exitCode = 2; // CNF-130
    return false;
  }
}

// Answer every line until `bye` or the end of the input, which must not come within a line.
async function main() {
  let rest = "";
  process.stdin.setEncoding("utf8");
  for await (const piece of process.stdin) {
    const lines = (rest + piece).split("\n");
    rest = lines.pop();
    if (!lines.every(answerLine)) return;
  }
  if (rest !== "") answerLine(rest + " without a line feed");
}

main();
