// A client of the language server, made of the library that VS Code is made of. It goes through one session with the
// server that its arguments start, and prints what it was told as JSON, for the Go test to judge.
//
//   client.cjs PROJECT FILE COMMAND ARG…

const fs = require("node:fs");
const path = require("node:path");
const { spawn } = require("node:child_process");
const { pathToFileURL } = require("node:url");
const lsp = require("vscode-languageserver-protocol/node");

const [project, file, command, ...args] = process.argv.slice(2);
const uri = pathToFileURL(path.join(project, file)).toString();
const text = fs.readFileSync(path.join(project, file), "utf8");

const server = spawn(command, args, { stdio: ["pipe", "pipe", "inherit"] });
const connection = lsp.createProtocolConnection(
  new lsp.StreamMessageReader(server.stdout),
  new lsp.StreamMessageWriter(server.stdin),
);

// told resolves with the next diagnostics of the file that are as wanted.
const waiting = [];
connection.onNotification(lsp.PublishDiagnosticsNotification.type, (p) => {
  for (const w of waiting.filter((w) => p.uri === uri && w.wanted(p.diagnostics))) {
    waiting.splice(waiting.indexOf(w), 1);
    w.resolve(p);
  }
});
const told = (wanted) => new Promise((resolve) => waiting.push({ wanted, resolve }));
connection.onRequest(lsp.RegistrationRequest.type, () => {});

// at is the position of the character behind what is found in the text.
function at(found) {
  const before = text.slice(0, text.indexOf(found) + found.length).split("\n");
  return { line: before.length - 1, character: before[before.length - 1].length };
}

async function session() {
  const out = {};
  const textDocument = { uri };
  out.initialize = await connection.sendRequest(lsp.InitializeRequest.type, {
    processId: process.pid,
    rootUri: null,
    workspaceFolders: [{ uri: pathToFileURL(project).toString(), name: "shop" }],
    capabilities: {
      textDocument: { publishDiagnostics: { versionSupport: true }, completion: { completionItem: { snippetSupport: true } } },
      workspace: { workspaceFolders: true, didChangeWatchedFiles: { dynamicRegistration: true } },
    },
  });
  await connection.sendNotification(lsp.InitializedNotification.type, {});

  const wrong = told((d) => d.length > 0);
  await connection.sendNotification(lsp.DidOpenTextDocumentNotification.type, {
    textDocument: { uri, languageId: "yaml", version: 1, text },
  });
  out.wrong = await wrong;

  const position = at("payment: $payment.i");
  const ask = (request, more) => connection.sendRequest(request.type, { textDocument, position, ...more });
  out.completion = await ask(lsp.CompletionRequest);
  out.hover = await ask(lsp.HoverRequest, { position: at("call: payments.autho") });
  out.definition = await ask(lsp.DefinitionRequest, { position: at("payment: $paym") });
  out.operation = await ask(lsp.DefinitionRequest, { position: at("call: payments.autho") });
  out.references = await ask(lsp.ReferencesRequest, { position: at("payment: $paym"), context: { includeDeclaration: true } });
  out.symbols = await ask(lsp.DocumentSymbolRequest);
  const diagnostics = out.wrong.diagnostics;
  out.actions = await ask(lsp.CodeActionRequest, { range: diagnostics[0].range, context: { diagnostics } });

  const edits = out.actions[0].edit.changes[uri];
  const right = told((d) => d.length === 0);
  await connection.sendNotification(lsp.DidChangeTextDocumentNotification.type, {
    textDocument: { uri, version: 2 },
    contentChanges: edits.map((e) => ({ range: e.range, text: e.newText })),
  });
  out.right = await right;
  await connection.sendNotification(lsp.DidSaveTextDocumentNotification.type, { textDocument });
  await connection.sendNotification(lsp.DidCloseTextDocumentNotification.type, { textDocument });
  out.closed = await ask(lsp.HoverRequest).then(() => "", (e) => e.message);
  out.shutdown = await connection.sendRequest(lsp.ShutdownRequest.type);
  const exited = new Promise((resolve) => server.on("exit", (code) => resolve(code)));
  await connection.sendNotification(lsp.ExitNotification.type);
  out.exit = await exited;
  return out;
}

connection.listen();
session().then(
  (out) => {
    connection.dispose();
    process.stdout.write(JSON.stringify(out));
  },
  (e) => {
    console.error(e);
    server.kill();
    process.exit(1);
  },
);
