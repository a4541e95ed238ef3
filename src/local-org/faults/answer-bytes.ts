const END_OF_LINE = Buffer.from('\r\n');
const END_OF_HEADERS = Buffer.from('\r\n\r\n');

/**
 * An HTTP answer as it is sent, up to so many bytes of its body; never the whole answer. Of a chunked body only what is
 * in the chunks counts. Source: RFC 9112, "Chunked Transfer Coding".
 */
export function answerUpTo(answer: Buffer, bodyBytes: number): Buffer {
  const body = answer.indexOf(END_OF_HEADERS) + END_OF_HEADERS.length;
  const headers = answer.subarray(0, body).toString('latin1');
  const isChunked = /^transfer-encoding:\s*chunked\s*$/im.test(headers);
  const end = isChunked ? offsetInChunks(answer, body, bodyBytes) : body + bodyBytes;
  return answer.subarray(0, Math.min(end, answer.length - 1));
}

function offsetInChunks(answer: Buffer, from: number, bytes: number): number {
  let start = from;
  let left = bytes;
  for (;;) {
    const line = answer.indexOf(END_OF_LINE, start);
    const size = line < 0 ? 0 : Number.parseInt(answer.toString('latin1', start, line), 16);
    // The chunk of no bytes is the last one: without it, the answer has no end.
    if (!(size > 0)) return start;
    const data = line + END_OF_LINE.length;
    if (left <= size) return data + left;
    left -= size;
    start = data + size + END_OF_LINE.length;
  }
}
