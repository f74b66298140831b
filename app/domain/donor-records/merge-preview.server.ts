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
  /** Other records that come with it. */
  others: number
}

export type MergePreview = {
  survivor: MergeSide
  merged: MergeSide
  /** Topics that are open at one address and were said no to at the other: the no counts. */
  ending: MailTopic[]
  /** Topics that either asked for: they go on, at the address that stays. */
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
  const staying = mailTopics.filter(
    (topic) => [survivor.topics[topic], merged.topics[topic]].includes('open') && !ending.includes(topic),
  )
  return { ending, staying }
}

type Of = { donorId: string; fundIds: string[]; language: string }

async function sideOf(tx: Tx, { donorId, fundIds, language }: Of): Promise<MergeSide | null> {
  const donor = await tx.donor.findUnique({ where: { id: donorId } })
  if (!donor || donor.erasedAt) return null
  const [sums] = await tx.$queryRaw<Sums[]>`
    select count(distinct g.gift_id) filter (where g.kind = 'gift')::int as gifts,
           coalesce(sum(g.amount_cents) filter (where g.kind = 'gift'), 0)::bigint as "givenCents",
           max(g.given_at) as "lastGiftAt", funds_of_donor(${donorId}::uuid) <@ ${fundIds}::uuid[] as "isTheirs",
           (select count(*) from donor_contact_stop s where s.donor_id = any (donor_family(${donorId}::uuid))
               and not exists (select from donor_contact_stop_end e where e.stop_id = s.id))::int as stops,
           cardinality(donor_family(${donorId}::uuid)) - 1 as others,
           donor_now(${donorId}::uuid) <> ${donorId}::uuid as "isAway"
      from donor_record_line g where g.donor_id = ${donorId}::uuid`
  if (!sums?.isTheirs || sums.isAway) return null
  const { isTheirs: _isTheirs, isAway: _isAway, ...facts } = sums
  const { name, incognito, email } = donor
  const family = await tx.$queryRaw<{ topic: string; isRefused: boolean }[]>`
    select distinct c.topic, topic_is_refused(c.donor_id, c.topic) as "isRefused" from donor_consent c
     where c.donor_id = any (donor_family(${donorId}::uuid))`
  const said = (topic: MailTopic) => {
    const answers = family.filter((answer) => answer.topic === topic)
    if (answers.length === 0) return 'never'
    return answers.some(({ isRefused }) => isRefused) ? 'ended' : 'open'
  }
  return {
    ...{ id: donorId, name, incognito, language: donor.language, ...facts },
    email: email === null ? null : maskEmail(email),
    schedules: await schedulesOf(tx, { donorId, fundIds, language }),
    topics: { impact: said('impact'), alerts: said('alerts'), news: said('news') },
  }
}

type Sums = Pick<MergeSide, 'gifts' | 'givenCents' | 'lastGiftAt' | 'stops' | 'others'> & {
  isTheirs: boolean
  isAway: boolean
}
