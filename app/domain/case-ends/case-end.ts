import { z } from 'zod'

/** How the case of an immigration bond ended. Removal is an order that was carried out: a departure. */
export const caseEndReasons = ['order', 'relief', 'departure', 're_detention', 'death'] as const
export type CaseEndReason = (typeof caseEndReasons)[number]

/** What shows it: a covered copy with the books of this bond, or an original of its person in the vault. */
export type CaseEndProof = { evidenceId: string } | { documentId: string }

/** What an act says of how a case ended, where it ended. */
export type SaidOfEnd = {
  endReason?: CaseEndReason | null | undefined
  endProof?: CaseEndProof | null | undefined
}

/** `evidence:` or `document:` with the id. Nothing chosen is none: which act needs one is known to the domain. */
const proof = z
  .string()
  .default('')
  .transform((chosen, context): CaseEndProof | null => {
    if (chosen === '') return null
    const [kind, id] = chosen.split(':')
    const read = z.uuid().safeParse(id)
    if (read.success && kind === 'evidence') return { evidenceId: read.data }
    if (read.success && kind === 'document') return { documentId: read.data }
    context.addIssue({ code: 'custom', message: 'malformed' })
    return z.NEVER
  })

export const caseEndFields = {
  endReason: z.union([z.enum(caseEndReasons), z.literal('').transform(() => null)]).default(null),
  endProof: proof,
}
