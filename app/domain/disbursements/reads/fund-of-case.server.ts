import { inTransaction } from '#app/platform/db.ts'

/** The fund of the newest request for this case that the reader sees; null where there is none. */
export async function fundOfCase(of: {
  staff: { fundIds: string[] }
  caseCode: string
}): Promise<string | null> {
  return inTransaction({ scope: { kind: 'staff', fundIds: of.staff.fundIds } }, async (tx) => {
    const newest = await tx.requestCase.findFirst({
      where: { caseCode: of.caseCode, helpRequest: { fundId: { in: of.staff.fundIds } } },
      orderBy: { occurredAt: 'desc' },
      select: { helpRequest: { select: { fundId: true } } },
    })
    return newest?.helpRequest.fundId ?? null
  })
}
