import { Buffer } from "node:buffer";
import type { BinaryReader, BinaryWriter } from "google-protobuf";
import type { JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import type * as StructPb from "google-protobuf/google/protobuf/struct_pb.js";
import { decodeStruct, encodeStruct } from "./struct-bytes.ts";

/** The properties of a message as they came or go over the wire, until somebody asks for its fields. */
const BYTES = Symbol("bytes of a struct");

interface Carrier extends Struct {
  [BYTES]?: Buffer;
}

/** Makes google-protobuf keep structs as bytes, which are read as a whole when they are asked for: the same API, less work. */
export function keepStructsAsBytes({ Struct: struct, Value }: typeof StructPb, count = { hits: 0 }): void {
  const serialize = struct.serializeBinaryToWriter.bind(struct);
  // oxlint-disable-next-line typescript/unbound-method -- called with the message
  const { getFieldsMap, toJavaScript } = struct.prototype;
  struct.fromJavaScript = (of) => {
    count.hits++;
    return carrying(new struct(), encodeStruct(of));
  };
  struct.serializeBinaryToWriter = (message: Carrier, writer: BinaryWriter) => {
    const bytes = message[BYTES];
    if (bytes === undefined) serialize(message, writer);
    else writer.writeSerializedMessage(bytes, 0, bytes.length);
  };
  struct.deserializeBinaryFromReader = (message: Carrier, reader: BinaryReader) => {
    const start = reader.getCursor();
    count.hits++;
    while (reader.nextField()) reader.skipField();
    const all = reader.getBuffer();
    return carrying(message, Buffer.from(all.buffer, all.byteOffset + start, reader.getCursor() - start));
  };
  struct.prototype.toJavaScript = function (this: Carrier) {
    const bytes = this[BYTES];
    return bytes === undefined ? toJavaScript.call(this) : (decodeStruct(bytes) as Record<string, JavaScriptValue>);
  };
  struct.prototype.getFieldsMap = function (this: Carrier, ...asked) {
    const bytes = this[BYTES];
    const fields = getFieldsMap.apply(this, bytes === undefined ? asked : []);
    if (bytes === undefined) return fields;
    delete this[BYTES];
    for (const [key, value] of Object.entries(decodeStruct(bytes))) {
      fields.set(key, Value.fromJavaScript(value as JavaScriptValue));
    }
    return fields;
  };
}

function carrying(message: Carrier, bytes: Buffer): Struct {
  message[BYTES] = bytes;
  return message;
}
