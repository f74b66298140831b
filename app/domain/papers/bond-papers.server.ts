import { partsOfBond } from '#app/domain/bonds/reads/parts-of-bond.server.ts'
import type { Reader } from '#app/domain/disbursements/reads/disbursement-page.server.ts'
import type { DocumentKind } from '#app/domain/documents/document.ts'
import { type ListedEvidence, listEvidence } from '#app/domain/evidence/list-evidence.server.ts'
import { may } from '#app/domain/staff/access.ts'
import { rolesIn } from '#app/domain/staff/staff.ts'
import { offeredTo } from '#app/domain/vault/reasons.ts'
import { trueReasons } from '#app/domain/vault/true-reasons.server.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { bondLives } from './bond-lives.server.ts'
import { personOfBond } from './open-paper-act.server.ts'
import {
  isExpected,
  isOfEarlierTime,
  missingPapers,
  type Paper,
  papersOf,
  type Standing,
} from './paper-set.ts'
import { type Holder, likelyDrawnTo, type PartyRole } from './party.ts'

export type BondPapers = NonNullable<Awaited<ReturnType<typeof bondPapers>>>

/**
 * A bond's papers, parties and evidence, masked: nothing is opened to make it. A bond that funds share has one set of them,
 * the same from each part. Null: not theirs to see.
 */
export const bondPapers = (of: { bondId: string; staff: Reader }) =>
  inTransaction({ scope: { kind: 'staff', fundIds: of.staff.fundIds } }, async (tx) => {
    const { bondId, staff } = of
    const bond = await tx.bond.findUnique({ where: { id: bondId }, select: { fundId: true, caseCode: true } })
    const life = (await bondLives(tx, [bondId])).get(bondId)
    if (!bond || !life) return null

    const roles = rolesIn(staff, bond.fundId)
    const parts = await partsOfBond(tx, bondId)
    const mayKeep = parts.every(({ fundId }) => may(rolesIn(staff, fundId), 'bonds:follow'))
    const personId = may(roles, 'vault:read') ? await personOfBond(tx, bondId) : null
    const seen = new Map((await lastSeen(tx, bondId)).map((row) => [row.paper, row]))
    const parties = await lastParties(tx, bondId)
    return {
      missing: missingPapers(life),
      papers: papersOf[life.kind].map((paper) => ({
        paper,
        isExpected: isExpected(paper, life),
        isOfEarlierTime: isOfEarlierTime(paper, life),
        seen: seen.get(paper) ?? null,
      })),
      parties,
      drawnTo: likelyDrawnTo(
        life.kind,
        Object.fromEntries(parties.map(({ role, holder }) => [role, holder])),
      ),
      evidence: (await listEvidence(tx, bondId)).map((one) => ({
        ...one,
        mayOpen: one.clean === true || (one.clean === null && mayKeep),
        mayReview: mayKeep && one.clean === null && one.addedBy !== staff.id,
      })) satisfies ListedEvidence[],
      documents: personId === null ? [] : await documentsOf(tx, personId),
      personId,
      mayKeep,
      mayReveal: may(roles, 'vault:reveal'),
      /** Why they may look at the names today. */
      reasons: personId === null ? [] : offeredTo(roles, await reasonsOf(tx, { personId, ...bond }), 'party'),
    }
  })

async function reasonsOf(tx: Tx, of: { personId: string; caseCode: string }) {
  const known = await trueReasons(tx, of.personId)
  return known.filter(({ caseCodes }) => caseCodes.includes(of.caseCode))
}

export type SeenPaper = {
  paper: Paper
  standing: Standing
  happenedOn: Date
  by: string
  documentNumber: number | null
  evidenceId: string | null
}

const lastSeen = (tx: Tx, bondId: string): Promise<SeenPaper[]> => tx.$queryRaw<SeenPaper[]>`
  select distinct on (x.paper) x.paper, x.standing, x.happened_on as "happenedOn", s.name as by,
         (select d.number from person_document d where d.id = x.document_id) as "documentNumber",
         x.evidence_id as "evidenceId"
    from bond_paper x join staff s on s.id = x.recorded_by
   where x.bond_id in (select bond_id from parts_of_bond(${bondId}::uuid)) order by x.paper, x.id desc`

export type KnownParty = {
  role: PartyRole
  holder: Holder
  signedOn: Date | null
  named: boolean
  by: string
  at: Date
}

const lastParties = (tx: Tx, bondId: string): Promise<KnownParty[]> => tx.$queryRaw<KnownParty[]>`
  select distinct on (p.role) p.role, p.holder, p.signed_on as "signedOn", s.name as by, p.occurred_at as at,
         exists (select from person_party n where n.party_id = p.id) as named
    from bond_party p join staff s on s.id = p.recorded_by
   where p.bond_id in (select bond_id from parts_of_bond(${bondId}::uuid)) order by p.role, p.recorded_at desc`

const documentsOf = (tx: Tx, personId: string) =>
  tx.$queryRaw<{ id: string; number: number; kind: DocumentKind }[]>`
    select id, number, kind from person_document where person_id = ${personId}::uuid order by number`
