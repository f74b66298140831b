import type { Cursor } from '#app/domain/disbursements/reads/cursor.ts'
import type { Reader } from '#app/domain/disbursements/reads/disbursement-page.server.ts'
import { maskEmail } from '#app/domain/gifts/mask-email.ts'
import { mailStopsOf, type StruckOff } from '#app/domain/mail/struck-off.server.ts'
import { topicsAskedFor } from '#app/domain/mail/topics-asked-for.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { type Action, may } from '#app/domain/staff/access.ts'
import { fundsWhere, rolesIn } from '#app/domain/staff/staff.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { addressOf } from './address-of-donor.server.ts'
import { type DonorNote, type DonorStop, donorNotes, donorStops } from './donor-notes.server.ts'
import { type DonorEvent, donorTimeline } from './donor-timeline.server.ts'
import { fundsOfDonor } from './funds-of-donor.server.ts'
import { undoableUntil } from './merge.ts'

export type DonorSchedule = {
  id: string
  state: string
  amountCents: bigint
  funds: string[]
  startedAt: Date
  endedAt: Date | null
}

type MergedDonor = {
  mergeId: string
  name: string
  email: string | null
  mergedAt: Date
  undoableUntil: Date | null
}

export type DonorRecord = {
  id: string
  name: string
  /** Masked: where they are written to. Null for whoever gave no address, or was erased. */
  email: string | null
  language: string
  incognito: boolean
  publicName: string | null
  erasedAt: Date | null
  knownSince: Date
  /** Other records that are the same person, with their own addresses. */
  merged: MergedDonor[]
  years: { year: number; givenCents: bigint; backCents: bigint }[]
  schedules: DonorSchedule[]
  topics: string[]
  stops: DonorStop[]
  /** Why nothing, or no topic, is sent to an address of theirs. */
  mailStops: Omit<StruckOff, 'email'>[]
  notes: DonorNote[]
  timeline: { events: DonorEvent[]; next: string | null }
  /** Whether all that they gave went to funds in which the reader may: only then the whole of it is theirs to join or to take out. */
  may: { reveal: boolean; keep: boolean; mend: boolean; merge: boolean; export: boolean }
}

type Of = { donorId: string; staff: Reader; after: Cursor | null }

/** Who a record is now: itself, or who it was merged into. */
export async function standingDonor(of: { donorId: string; staff: Reader }): Promise<string> {
  const [row] = await inTransaction(
    { scope: { kind: 'staff', fundIds: of.staff.fundIds } },
    (tx) => tx.$queryRaw<{ id: string }[]>`select donor_now(${of.donorId}::uuid)::text as id`,
  )
  return row?.id ?? of.donorId
}

/** All that staff may know of one donor; null where they gave to other funds only. */
export async function donorRecord({ donorId, staff, after }: Of): Promise<DonorRecord | null> {
  const { timezone } = await organization()
  const fundIds = fundsWhere(staff, 'donors:read')
  return inTransaction({ scope: { kind: 'staff', fundIds } }, async (tx) => {
    const donor = await tx.donor.findUnique({ where: { id: donorId } })
    if (!donor) return null
    const given = await fundsOfDonor(tx, donorId)
    if (given.length > 0 && !given.some((fundId) => fundIds.includes(fundId))) return null

    const { name, language, incognito, publicName, erasedAt } = donor
    const email = await addressOf(tx, donorId)
    const able = (action: Action) => {
      const where = given.length > 0 ? given : fundIds
      const held = where.filter((fundId) => may(rolesIn(staff, fundId), action)).length
      return erasedAt === null && (given.length > 0 ? held === given.length : held > 0)
    }
    return {
      ...{ id: donorId, name, language, incognito, publicName, erasedAt, knownSince: donor.recordedAt },
      email: email === null || erasedAt ? null : maskEmail(email),
      merged: await mergedInto(tx, donorId),
      years: await years(tx, { donorId, fundIds, timezone }),
      schedules: await schedulesOf(tx, { donorId, fundIds, language: staff.language }),
      topics: await topicsAskedFor(tx, { donorId }),
      stops: await donorStops(tx, { donorId }),
      mailStops: await mailStopsOf(tx, { donorId }),
      notes: await donorNotes(tx, { donorId }),
      timeline: await donorTimeline(tx, { donorId, fundIds, after }),
      may: {
        ...{ reveal: erasedAt === null, keep: erasedAt === null },
        mend: erasedAt === null && fundsWhere(staff, 'mail:mend').length > 0,
        ...{ merge: able('donors:merge'), export: able('donors:export') },
      },
    }
  })
}

async function mergedInto(tx: Tx, donorId: string): Promise<MergedDonor[]> {
  const rows = await tx.$queryRaw<Omit<MergedDonor, 'undoableUntil'>[]>`
    select m.id::text as "mergeId", d.name, d.email, m.occurred_at as "mergedAt"
      from donor_merge m join donor d on d.id = m.merged_id
     where m.survivor_id = any (donor_family(${donorId}::uuid)) and m.undone_at is null order by m.occurred_at, m.id`
  const at = now().getTime()
  return rows.map((row) => {
    const until = undoableUntil(row.mergedAt)
    return {
      ...row,
      email: row.email === null ? null : maskEmail(row.email),
      undoableUntil: until.getTime() >= at ? until : null,
    }
  })
}

type InFunds = { donorId: string; fundIds: string[] }

const years = (tx: Tx, { donorId, fundIds, timezone }: InFunds & { timezone: string }) =>
  tx.$queryRaw<DonorRecord['years']>`
    select extract(year from g.given_at at time zone ${timezone})::int as year,
           coalesce(sum(g.amount_cents) filter (where g.kind = 'gift'), 0)::bigint as "givenCents",
           coalesce(sum(g.amount_cents) filter (where g.kind <> 'gift'), 0)::bigint as "backCents"
      from donor_record_line g
     where g.donor_id = ${donorId}::uuid and g.stands and g.fund_id = any (${fundIds}::uuid[]) group by 1 order by 1 desc`

export const schedulesOf = (tx: Tx, { donorId, fundIds, language }: InFunds & { language: string }) =>
  tx.$queryRaw<DonorSchedule[]>`
    select r.id::text as id, r.state, r.started_at as "startedAt", r.ended_at as "endedAt", w.cents as "amountCents", w.funds
      from recurring_donation r
      cross join lateral (
        select sum(p.gift_cents + p.fee_cover_cents)::bigint as cents, array_agg(t.name order by p.gift_cents desc, t.name) as funds
          from monthly_parts(r.id) p
          join lateral (select x.name from fund_purpose_text x where x.fund_id = p.fund_id and x.version = words_of_today(p.fund_id, p.purpose_version)
                           and x.language in (${language}, 'en') order by x.language = ${language} desc limit 1) t on true) w
     where r.donor_id = ${donorId}::uuid
       and exists (select from monthly_parts(r.id) p where p.fund_id = any (${fundIds}::uuid[]))
     order by r.state = 'cancelled', r.started_at desc, r.id`
