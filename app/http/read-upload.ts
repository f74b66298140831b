import { largestFile } from '#app/domain/documents/document.ts'
import { readForm } from './read-form.ts'

type Upload = {
  /** The fields beside the file. */
  fields: FormData
  /** The bytes and nothing else: what the file is called and said to be is left behind. */
  file: Uint8Array | null
  /** Of an empty or missing file, or one that is too large: what to say beside its field. */
  problem: 'file_missing' | 'file_too_large' | null
}

/** A form with one file, under the name `file`. */
export async function readUpload(request: Request, largest: number = largestFile): Promise<Upload> {
  const fields = await readForm(request)
  const sent = fields.get('file')
  fields.delete('file')
  if (!(sent instanceof Blob) || sent.size === 0) return { fields, file: null, problem: 'file_missing' }
  if (sent.size > largest) return { fields, file: null, problem: 'file_too_large' }
  return { fields, file: new Uint8Array(await sent.arrayBuffer()), problem: null }
}

/** A form with files of any name. In its fields each file says, as text, only whether it came: never what it is called. */
export async function readUploads(
  request: Request,
): Promise<{ fields: FormData; files: Map<string, Uint8Array> }> {
  const fields = await readForm(request)
  const files = new Map<string, Uint8Array>()
  for (const [name, sent] of [...fields]) {
    if (typeof sent === 'string') continue
    const fits = sent.size > 0 && sent.size <= largestFile
    if (fits) files.set(name, new Uint8Array(await sent.arrayBuffer()))
    fields.set(name, fits ? 'sent' : sent.size > 0 ? 'file_too_large' : '')
  }
  return { fields, files }
}
