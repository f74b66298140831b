import { askToSignUp } from '#app/domain/mail-sign-ups/ask-to-sign-up.server.ts'
import { confirmSignUp } from '#app/domain/mail-sign-ups/confirm-sign-up.server.ts'
import type { SignUpForm } from '#app/domain/mail-sign-ups/sign-up-form.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'

const hour = 3_600_000

const asked: { form: SignUpForm; hoursAgo: number; confirmed: boolean }[] = [
  {
    form: { email: 'remy.reader@donor.example', topics: ['impact', 'news'], language: 'en' },
    ...{ hoursAgo: 70, confirmed: true },
  },
  {
    form: { email: 'luz.lectora@donor.example', topics: ['impact', 'news'], language: 'es' },
    ...{ hoursAgo: 30, confirmed: true },
  },
  {
    form: { email: 'ash.almost@donor.example', topics: ['news'], language: 'en' },
    ...{ hoursAgo: 5, confirmed: false },
  },
]

/** Readers without a gift, who said from their mailbox what they want to hear; one has not answered yet. */
export async function seedSignUps(today: Date): Promise<void> {
  for (const { form, hoursAgo, confirmed } of asked) {
    const after = (hours: number) => new Date(today.getTime() + (hours - hoursAgo) * hour)
    await asOfTime(after(0), () => askToSignUp({ form, address: '' }))
    if (!confirmed) continue
    const { id: signUpId } = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
      tx.mailSignUp.findFirstOrThrow({ where: { email: form.email }, select: { id: true } }),
    )
    await asOfTime(after(1), () => confirmSignUp({ signUpId }))
  }
}
