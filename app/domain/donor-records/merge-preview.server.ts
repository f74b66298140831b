import type { Reader } from '#app/domain/disbursements/reads/disbursement-page.server.ts'
import { maskEmail } from '#app/domain/gifts/mask-email.ts'
import { type MailTopic, mailTopics } from '#app/domain/mail/mail-topics.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { type DonorSchedule, schedulesOf } from './donor-record.server.ts'

/** One of two records that may be one person. */
export type MergeSide = {
  id: string
  name: string
  email: string | null
  language: string
  incognito: boolean
  gifts: number
  givenCents: bigint
  lastGiftAt: Date | null
  schedules: DonorSchedule[]
  /** What each topic stands at: asked for, said no to, or never spoken of. */
  topics: Record<MailTopic, 'open' | 'ended' | 'never'>
  stops: number
  standsForOthers: boolean
}

export type MergePreview = {
  survivor: MergeSide
  merged: MergeSide
  /** Topics that are open at one address and were said no to at the other: the no counts. */
  ending: MailTopic[]
  /** Topics that go on at the address that stays. */
  staying: MailTopic[]
}

/** Both sides as they are, and what would become of them. Null where either is not the reader's to see. */
export async function mergePreview(of: {
  survivorId: string
  mergedId: string
  staff: Reader
}): Promise<MergePreview | null> {
  const fundIds = fundsWhere(of.staff, 'donors:merge')
  return inTransaction({ scope: { kind: 'staff', fundIds } }, async (tx) => {
    const { language } = of.staff
    const survivor = await sideOf(tx, { donorId: of.survivorId, fundIds, language })
    const merged = await sideOf(tx, { donorId: of.mergedId, fundIds, language })
    if (!survivor || !merged) return null
    return { survivor, merged, ...consentsAfter(survivor, merged) }
  })
}

/** The stricter wins: a no at one address ends a yes at the other, and nobody has said yes whom nobody asked. */
function consentsAfter(survivor: MergeSide, merged: MergeSide): Pick<MergePreview, 'ending' | 'staying'> {
  const ending = mailTopics.filter((topic) => {
    const said = [survivor.topics[topic], merged.topics[topic]]
    return said.includes('open') && said.includes('ended')
  })
  const staying = mailTopics.filter((topic) => survivor.topics[topic] === 'open' && !ending.includes(topic))
  return { ending, staying }
}

type Of = { donorId: string; fundIds: string[]; language: string }

async function sideOf(tx: Tx, { donorId, fundIds, language }: Of): Promise<MergeSide | null> {
  const donor = await tx.donor.findUnique({ where: { id: donorId }, include: { donorConsents: true } })
  if (!donor || donor.erasedAt) return null
  const [sums] = await tx.$queryRaw<Sums[]>`
    select count(distinct g.gift_id) filter (where g.kind = 'gift')::int as gifts,
           coalesce(sum(g.amount_cents) filter (where g.kind = 'gift'), 0)::bigint as "givenCents",
           max(g.given_at) as "lastGiftAt", coalesce(bool_and(g.fund_id = any (${fundIds}::uuid[])), true) as "isTheirs",
           (select count(*) from donor_contact_stop s where s.donor_id = ${donorId}::uuid
               and not exists (select from donor_contact_stop_end e where e.stop_id = s.id))::int as stops,
           exists (select from donor_merge m where m.survivor_id = ${donorId}::uuid and m.undone_at is null) as "standsForOthers",
           donor_now(${donorId}::uuid) <> ${donorId}::uuid as "isAway"
      from donor_record_line g where g.donor_id = ${donorId}::uuid`
  if (!sums?.isTheirs || sums.isAway) return null
  const { isTheirs: _isTheirs, isAway: _isAway, ...facts } = sums
  const { name, incognito, donorConsents, email } = donor
  const said = (topic: MailTopic) => {
    const rows = donorConsents.filter((consent) => consent.topic === topic)
    if (rows.length === 0) return 'never'
    return rows.some(({ endedAt }) => endedAt === null) ? 'open' : 'ended'
  }
  return {
    ...{ id: donorId, name, incognito, language: donor.language, ...facts },
    email: email === null ? null : maskEmail(email),
    schedules: await schedulesOf(tx, { donorId, fundIds, language }),
    topics: { impact: said('impact'), alerts: said('alerts'), news: said('news') },
  }
}

type Sums = Pick<MergeSide, 'gifts' | 'givenCents' | 'lastGiftAt' | 'stops' | 'standsForOthers'> & {
  isTheirs: boolean
  isAway: boolean
}
