// Starts `tutti lsp` for YAML and JSON files. Which of these belong to a project, the server knows.

const { workspace } = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

let client;

exports.activate = () => {
  const command = workspace.getConfiguration("tutti").get("path");
  client = new LanguageClient("tutti", "Tutti", { command, args: ["lsp"] }, {
    documentSelector: [
      { scheme: "file", language: "yaml" },
      { scheme: "file", language: "json" },
    ],
  });
  return client.start();
};

exports.deactivate = () => client?.stop();
