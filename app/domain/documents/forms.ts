import { z } from 'zod'
import { revealReasons } from '#app/domain/vault/reasons.ts'
import { documentKinds } from './document.ts'

/** What stands beside the file. The file itself is no field of text. */
export const DocumentForm = z.object({ kind: z.enum(documentKinds, 'required') })

export const OpenDocumentForm = z.object({ reason: z.enum(revealReasons, 'required') })
