#!/usr/bin/env node
import { enableCompileCache } from "node:module";

// Before anything else is loaded: later runs find the compiled modules in Node's own cache.
enableCompileCache();
await import("./program.ts");
