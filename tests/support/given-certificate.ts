import { addCertificate } from '#app/domain/certificates/add-certificate.server.ts'
import { confirmCertificate } from '#app/domain/certificates/confirm-certificate.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { inTransaction } from '#app/platform/db.ts'

type Wanted = {
  keeper: ActingStaff
  /** Nobody has seen the paper where no one is named. */
  confirmer?: ActingStaff
  fundId: string
  ruleCode: string
  number?: string
  from?: string
  until?: string
}

/** A certificate on paper, for the years around today unless told otherwise. Answers its id. */
export async function givenCertificate(wanted: Wanted): Promise<string> {
  const { keeper, confirmer, fundId, ruleCode, number = 'C-1', from = '2020-01-01' } = wanted
  const validFrom = new Date(`${from}T00:00:00Z`)
  await addCertificate({
    staff: keeper,
    certificate: {
      ...{ fundId, ruleCode, number, validFrom },
      validUntil: new Date(`${wanted.until ?? '2099-12-31'}T00:00:00Z`),
    },
  })
  const { id } = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.certificate.findFirstOrThrow({ where: { fundId, ruleCode, number, validFrom } }),
  )
  if (confirmer) await confirmCertificate({ staff: confirmer, certificateId: id })
  return id
}
