import { z } from 'zod'
import { cancelImport } from '#app/domain/imports/cancel-import.server.ts'
import { chooseCampaignFunds } from '#app/domain/imports/choose-campaign-funds.server.ts'
import { decideRow, decideRows } from '#app/domain/imports/decide-rows.server.ts'
import {
  CampaignsForm,
  CancelForm,
  DecideAllForm,
  DecideForm,
  DonorMappingForm,
  MappingForm,
  StartForm,
  UndoForm,
} from '#app/domain/imports/forms.ts'
import { mapColumns } from '#app/domain/imports/map-columns.server.ts'
import { startImport } from '#app/domain/imports/start-import.server.ts'
import { undoImport } from '#app/domain/imports/undo-import.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import type { SignedInStaff } from '#app/domain/staff/staff.ts'
import { provedBy } from '#app/http/proved-by.ts'

/** Every form of the page; `intent` says which. */
export const ImportForm = z.discriminatedUnion('intent', [
  MappingForm.strict(),
  DonorMappingForm.strict(),
  CampaignsForm.strict(),
  DecideForm.strict(),
  DecideAllForm.strict(),
  StartForm.strict(),
  CancelForm.strict(),
  UndoForm.strict(),
])

type Done = { isProved: boolean }

export async function actOnImport(
  staff: SignedInStaff,
  batchId: string,
  form: z.output<typeof ImportForm>,
): Promise<Done> {
  const of = { staff, batchId }
  const attempted = { staff, subject: 'import', subjectId: batchId }
  switch (form.intent) {
    case 'map':
    case 'map_donors':
      await mapColumns({ ...of, columns: form.columns, name: form.name })
      return { isProved: false }
    case 'campaigns':
      await chooseCampaignFunds({ ...of, choices: form.campaigns })
      return { isProved: false }
    case 'decide':
      await decideRow({ ...of, line: form.line, decision: form.decision, email: form.email })
      return { isProved: false }
    case 'decide_all':
      await decideRows({
        ...{ ...of, why: form.why, status: form.status },
        ...{ decision: form.decision, count: form.count },
      })
      return { isProved: false }
    case 'cancel':
      await cancelImport(of)
      return { isProved: false }
    case 'start': {
      const shown = { rows: form.rows, cents: form.cents }
      const proof = { boundTo: boundTo.startImport({ batchId, ...shown }), sent: form }
      await provedBy({ ...attempted, action: 'import.started' }, proof, (stepUpId) =>
        startImport({
          ...of,
          shown,
          total: form.total ?? null,
          takesRefundedWhole: form.refunds === 'whole',
          stepUpId,
        }),
      )
      return { isProved: true }
    }
    case 'undo': {
      const proof = { boundTo: boundTo.undoImport(batchId), sent: form }
      await provedBy({ ...attempted, action: 'import.undo_started' }, proof, (stepUpId) =>
        undoImport({ ...of, stepUpId }),
      )
      return { isProved: true }
    }
  }
}
