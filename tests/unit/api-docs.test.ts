import path from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";

const root = path.resolve(import.meta.dirname, "../..");
const ENTRIES = ["components/index.ts", "program/index.ts"].map((file) => path.join(root, file));

/** What a package's user sees in the editor: every export, and every member of exported classes and interfaces. */
function* publicNames(): Generator<readonly [name: string, documented: boolean]> {
  const { config } = ts.readConfigFile(path.join(root, "tsconfig.json"), (file) => ts.sys.readFile(file)) as {
    config: unknown;
  };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  // The comments are our own: without the declarations of packages it takes a tenth of the time.
  const host = ts.createCompilerHost(options);
  const ours = (name: string, from: string) =>
    name.startsWith(".") ? ts.resolveModuleName(name, from, options, host).resolvedModule : undefined;
  host.resolveModuleNameLiterals = (names, from) => names.map(({ text }) => ({ resolvedModule: ours(text, from) }));
  const program = ts.createProgram(ENTRIES, { ...options, types: [], noEmit: true }, host);
  const checker = program.getTypeChecker();
  const says = (symbol: ts.Symbol): boolean => symbol.getDocumentationComment(checker).length > 0;
  for (const entry of ENTRIES) {
    const file = program.getSourceFile(entry);
    const module = file === undefined ? undefined : checker.getSymbolAtLocation(file);
    for (const exported of module === undefined ? [] : checker.getExportsOfModule(module)) {
      const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
      // A namespace is its members, each an export of its own.
      if (symbol.flags & ts.SymbolFlags.ValueModule) continue;
      yield [exported.name, says(symbol)];
      for (const declaration of symbol.declarations ?? []) {
        if (!ts.isInterfaceDeclaration(declaration) && !ts.isClassDeclaration(declaration)) continue;
        for (const { name } of declaration.members) {
          if (name === undefined || ts.isPrivateIdentifier(name)) continue;
          const member = checker.getSymbolAtLocation(name);
          if (member !== undefined) yield [`${exported.name}.${member.name}`, says(member)];
        }
      }
    }
  }
}

describe("the public API", () => {
  it("is documented to the last member", () => {
    const all = [...publicNames()];
    expect(all.length).toBeGreaterThan(500);
    expect(all.filter(([, documented]) => !documented).map(([name]) => name)).toEqual([]);
  });
});
