import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { useActionData } from '@remix-run/react'
import { ConfirmationForm as ConfirmationFields } from '#app/components/envelopes/confirmation-form.tsx'
import { useEnvelopeFrame } from '#app/components/envelopes/envelope-frame.ts'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { confirmDraw } from '#app/domain/envelopes/confirm-draw.server.ts'
import { ConfirmationForm } from '#app/domain/envelopes/forms.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { redirectAfterStepUp } from '#app/http/after-step-up.ts'
import { envelopeOf } from '#app/http/envelope-of.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { paths } from '#app/http/paths.ts'
import { provedBy } from '#app/http/proved-by.ts'
import { refusedAttempt } from '#app/http/refused-attempt.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'

export const handle: PageHandle = { words: ['envelope'] }

export const headers = noStore

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request, 'bonds:follow')
  return null
}

export async function action(args: ActionFunctionArgs) {
  const staff = await requireStaff(args.request, 'bonds:follow')
  const { envelopeId, page } = await envelopeOf(args, staff)

  const form = parseForm(await args.request.formData(), ConfirmationForm)
  if (!form.ok) return invalid(form)
  const { disbursementId, code, passkey, challengeId } = form.value
  const draw = page.draws.find((each) => each.disbursementId === disbursementId)
  if (!draw) throw new Response(null, { status: 404 })

  const attempted = {
    ...{ staff, action: 'envelope.draw_confirmed' },
    ...{ subject: 'disbursement', subjectId: disbursementId },
  }
  // Said before the proof is asked for, so that nobody spends a code on what cannot be.
  if (draw.whyNotConfirm) return refusedAttempt(attempted, draw.whyNotConfirm, form.values)
  const proof = { boundTo: boundTo.confirmDraw(draw), sent: { code, passkey, challengeId } }
  const outcome = await orRefusal(
    provedBy(attempted, proof, (stepUpId) => confirmDraw({ staff, disbursementId, stepUpId })),
    form.values,
  )
  if (!outcome.ok) return outcome.response

  return redirectAfterStepUp(staff, paths.envelope(envelopeId))
}

export default function Confirmation() {
  const { t } = useWords()
  const { page, timezone, factors } = useEnvelopeFrame()
  const answer = useActionData<typeof action>()
  const draw = page.draws.find(({ disbursementId }) => disbursementId === answer?.values.disbursementId)
  return (
    <>
      <h2 className="text-l">{t('envelope:confirmation.title')}</h2>
      {draw && (
        <ConfirmationFields page={page} draw={draw} timezone={timezone} factors={factors} answer={answer} />
      )}
    </>
  )
}
