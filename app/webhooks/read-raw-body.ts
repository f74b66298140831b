import type { IncomingMessage } from 'node:http'

/** The bytes as they came, which is what a signature is over. `gone` where the caller left before the end. */
export function readRawBody(
  request: IncomingMessage,
  largest: number,
): Promise<Buffer | 'too_large' | 'gone'> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let length = 0
    request.on('data', (chunk: Buffer) => {
      length += chunk.length
      // The rest is read and dropped, so that the answer can still be heard.
      if (length <= largest) chunks.push(chunk)
    })
    request.once('end', () => resolve(length > largest ? 'too_large' : Buffer.concat(chunks)))
    request.once('error', () => resolve('gone'))
    request.once('aborted', () => resolve('gone'))
  })
}
