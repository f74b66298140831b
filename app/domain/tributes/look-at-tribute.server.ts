import { organization } from '#app/domain/organization/organization.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import { tributeFacts } from './tribute-facts.server.ts'

/** The notice as its donor reads it, by their link. Looking sends nothing: mail scanners follow links. */
export async function lookAtTribute({ intentId }: { intentId: string }) {
  const entity = await organization()
  return inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const tribute = await tributeFacts(tx, { intentId, entity })
    if (!tribute?.recipient || !tribute.steps.includes('asked')) return null
    const { kind, honoured, message, donorName, funds } = tribute.notice
    const answer = tribute.steps.find((step) => step !== 'asked') ?? null
    return { kind, honoured, message, donorName, funds, recipient: tribute.recipient.email, answer }
  })
}
