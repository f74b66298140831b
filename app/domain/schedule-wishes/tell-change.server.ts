import { queueMail } from '#app/domain/mail/queue-mail.server.ts'
import { mailOrganization } from '#app/domain/organization/mail-organization.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import {
  type ScheduleLine,
  scheduleFacts,
  scheduleLines,
} from '#app/domain/recurring-donations/schedule-facts.server.ts'
import { scheduleLink } from '#app/domain/recurring-donations/schedule-link.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import type { MonthlyChangedProps } from '#emails/monthly-changed.tsx'

type Wish = {
  id: string
  recurringDonationId: string
  kind: string
  cause: string
  fundId: string | null
  nextChargeAt: Date | null
}

/** Tells the donor what is different from now on, once. That a gift has stopped has a mail of its own. */
export async function tellChange(tx: Tx, wish: Wish): Promise<void> {
  if (wish.kind === 'stop') return
  const id = wish.recurringDonationId
  const { donorId, email, language, ...facts } = await scheduleFacts(tx, id)
  const lines = await scheduleLines(tx, id, language)
  const fund = wish.fundId ? await nameOf(tx, wish.fundId, language) : null
  await queueMail(tx, {
    message: 'monthly-changed',
    dedupeKey: `monthly-changed:${wish.id}`,
    to: email,
    donorId,
    language,
    props: {
      organization: mailOrganization(await organization()),
      donorName: facts.donorName,
      change: codeOf(wish),
      ...(fund ? { fund } : {}),
      ...(wish.cause === 'purpose_changed'
        ? newWords(lines.find(({ fundId }) => fundId === wish.fundId))
        : {}),
      lines: lines.map((line) => ({
        fund: line.fund,
        giftCents: String(line.giftCents),
        feeCoverCents: String(line.feeCoverCents),
      })),
      amountCents: String(facts.amountCents),
      nextAt: wish.nextChargeAt?.toISOString() ?? null,
      manageUrl: scheduleLink(id, language),
    },
  })
}

/** With their day where it is still to come. */
function newWords(
  line: ScheduleLine | undefined,
): Partial<Pick<MonthlyChangedProps, 'change' | 'purpose' | 'purposeFrom'>> {
  if (!line) return {}
  const { purpose, purposeFrom } = line
  if (purposeFrom <= now()) return { purpose }
  return { purpose, change: 'purpose_ahead', purposeFrom: purposeFrom.toISOString() }
}

/** What the mail opens with. */
function codeOf({ kind, cause }: Wish): MonthlyChangedProps['change'] {
  switch (cause) {
    case 'undone':
      return 'undone'
    case 'fund_open':
      return 'fund_open'
    case 'purpose_changed':
      return 'purpose'
    case 'fund_paused':
      return kind === 'pause' ? 'fund_paused' : 'fund_paused_part'
    case 'fund_full':
      return kind === 'pause' ? 'fund_full' : 'fund_full_part'
    case 'fund_closing':
      return kind === 'pause' ? 'fund_closing_rest' : 'fund_closing_part'
    default:
      return kind as MonthlyChangedProps['change']
  }
}

async function nameOf(tx: Tx, fundId: string, language: string): Promise<string | null> {
  const [row] = await tx.$queryRaw<{ name: string }[]>`
    select x.name from fund_purpose_text x join fund_purpose v on v.fund_id = x.fund_id and v.version = x.version
     where x.fund_id = ${fundId}::uuid and v.effective_from <= ${now()} and x.language in (${language}, 'en')
     order by x.version desc, x.language = ${language} desc limit 1`
  return row?.name ?? null
}
