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
export async function readUpload(request: Request): Promise<Upload> {
  const fields = await readForm(request)
  const sent = fields.get('file')
  fields.delete('file')
  if (!(sent instanceof Blob) || sent.size === 0) return { fields, file: null, problem: 'file_missing' }
  if (sent.size > largestFile) return { fields, file: null, problem: 'file_too_large' }
  return { fields, file: new Uint8Array(await sent.arrayBuffer()), problem: null }
}
