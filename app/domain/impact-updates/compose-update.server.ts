import { randomUUID } from 'node:crypto'
import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { requireRole } from '#app/domain/disbursements/require-role.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import { type UpdateTexts, updateLanguages } from './update-form.ts'

/**
 * Writes an update on a published close. It cannot be changed afterwards, so that what was read before it was
 * published is what is published; a better wording is a new draft.
 * Refuses `update_needs_a_published_close` and `role_may_not`.
 */
export async function composeUpdate(update: {
  staffId: string
  closeId: string
  texts: UpdateTexts
  occurredAt?: Date | undefined
}): Promise<{ updateId: string }> {
  const updateId = randomUUID()
  const staff = { id: update.staffId, fundIds: [] }
  const attempted = {
    action: 'impact_update.composed',
    subject: 'publication_close',
    subjectId: update.closeId,
  }
  return attempt({ staff, scope: { kind: 'system' }, ...attempted }, async (tx) => {
    const close = await tx.publicationClose.findUnique({ where: { id: update.closeId } })
    if (!close?.published) throw new Refusal('update_needs_a_published_close', {}, 'closeId')
    const { fundId } = close
    await requireRole(tx, { staffId: update.staffId, fundId, action: 'updates:compose' })

    await tx.impactUpdate.create({
      data: {
        ...{ id: updateId, fundId, closeId: close.id, slug: slugOf(update.texts.en.title, updateId) },
        ...{ composedBy: update.staffId, occurredAt: update.occurredAt ?? now() },
      },
    })
    await tx.impactUpdateText.createMany({
      data: updateLanguages.flatMap((language) => {
        const text = update.texts[language]
        return text ? [{ updateId, language, ...text }] : []
      }),
    })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: update.staffId },
      action: 'impact_update.composed',
      subject: 'impact_update',
      subjectId: updateId,
      fundId,
    })
    return { updateId }
  })
}

/** The title as an address, and enough of the id that two updates of one title have two addresses. */
function slugOf(title: string, updateId: string): string {
  const words = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-|-$/g, '')
  return [words || 'update', updateId.slice(0, 8)].join('-')
}
