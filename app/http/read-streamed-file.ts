import { unstable_parseMultipartFormData } from '@remix-run/node'

/** More than any field beside a file says. */
const longestField = 4 * 1024

/**
 * A form whose file, under the name `file`, is too large to be held: its bytes go to `keep` as they arrive. Answers the
 * fields beside it. What the file is called is left behind. Throws a 415 for a body that no form sends.
 */
export async function readStreamedFile(
  request: Request,
  keep: (bytes: AsyncIterable<Uint8Array>) => Promise<void>,
): Promise<FormData> {
  if (!request.headers.get('Content-Type')?.startsWith('multipart/form-data'))
    throw new Response(null, { status: 415 })
  return unstable_parseMultipartFormData(request, async ({ name, filename, data }) => {
    if (name === 'file' && filename !== undefined) {
      await keep(data)
      return undefined
    }
    return textOf(data)
  })
}

/** What a form says beside its file. */
const besideAFile = 64 * 1024

/** Whether a body itself says that its file is longer than that: then nothing of it has to be read to refuse it. */
export const declaresLonger = (request: Request, most: number): boolean =>
  Number(request.headers.get('Content-Length') ?? 0) > most + besideAFile

async function textOf(data: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of data) {
    length += part.length
    if (length > longestField) throw new Response(null, { status: 413 })
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}
