/** What reading bytes that cannot be true throws. */

/** Bytes of a log do not decode. Its message is one sentence and names the byte offset. */
export class CodecError extends Error {
  /** Shown before the message. */
  override readonly name = "CodecError";
}
