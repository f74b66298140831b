import { inTransaction, type Tx } from '#app/platform/db.ts'
import { type CertificateStanding, standingOf } from './certificate.ts'

/** A rule that asks for a certificate, for a fund that serves its place or one within it. */
export type CertificateRule = { fundId: string; code: string; place: string }

export const certificateRules = (tx: Tx): Promise<CertificateRule[]> =>
  tx.$queryRaw<CertificateRule[]>`
    select distinct p.fund_id as "fundId", r.code, r.place
      from fund_place p join jurisdiction_rule r on lies_in(p.place, r.place) and r.kind = 'certificate'
     where place_ended_at(p.id) is null order by r.code, p.fund_id`

export type ListedCertificate = {
  id: string
  fundId: string
  ruleCode: string
  place: string
  number: string
  /** Days, as `2026-11-21`. */
  validFrom: string
  validUntil: string
  revokedOn: string | null
  recordedById: string
  recordedBy: string
  confirmedBy: string | null
  standing: CertificateStanding
}

type Row = Omit<ListedCertificate, 'standing'> & { today: string; daysLeft: number }

/** The certificates of these funds, those that end last first, and what may be entered. */
export const listCertificates = (of: {
  fundIds: string[]
  at: Date
}): Promise<{ certificates: ListedCertificate[]; rules: CertificateRule[] }> =>
  inTransaction({ scope: { kind: 'staff', fundIds: of.fundIds } }, async (tx) => {
    const rows = await tx.$queryRaw<Row[]>`
      select c.id, c.fund_id as "fundId", c.rule_code as "ruleCode", c.number, c.valid_from::text as "validFrom",
             c.valid_until::text as "validUntil", v.revoked_on::text as "revokedOn", s.id as "recordedById",
             s.name as "recordedBy", o.name as "confirmedBy", local_day(${of.at}::timestamptz)::text as today,
             c.valid_until - local_day(${of.at}::timestamptz) as "daysLeft",
             (select r.place from jurisdiction_rule r where r.code = c.rule_code order by r.version desc limit 1) as place
        from certificate c join staff s on s.id = c.recorded_by
        left join certificate_confirmation f on f.certificate_id = c.id left join staff o on o.id = f.confirmed_by
        left join certificate_revocation v on v.certificate_id = c.id
       order by c.valid_until desc, c.recorded_at desc limit 200`
    return {
      certificates: rows.map(({ today, daysLeft, ...row }) => ({
        ...row,
        standing: standingOf(row, today, daysLeft),
      })),
      rules: await certificateRules(tx),
    }
  })
