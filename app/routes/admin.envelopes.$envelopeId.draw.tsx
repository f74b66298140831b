import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData } from '@remix-run/react'
import { useEntries } from '#app/components/disbursements/use-entries.ts'
import { WhyNot } from '#app/components/disbursements/why-not.tsx'
import { CheckDrawForm as CheckFields } from '#app/components/envelopes/check-draw-form.tsx'
import { useEnvelopeFrame } from '#app/components/envelopes/envelope-frame.ts'
import { RecordDrawForm } from '#app/components/envelopes/record-draw-form.tsx'
import { Notice } from '#app/components/notice.tsx'
import { RuleFindings } from '#app/components/rule-findings.tsx'
import { useWords } from '#app/components/words.ts'
import { checkDraw } from '#app/domain/envelopes/check-draw.server.ts'
import { drawFromEnvelope } from '#app/domain/envelopes/draw-from-envelope.server.ts'
import { DrawCheckForm, DrawForm } from '#app/domain/envelopes/forms.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { proofOf } from '#app/domain/staff/step-up/proof.ts'
import { verifyStepUp } from '#app/domain/staff/verify-step-up.server.ts'
import { redirectAfterStepUp } from '#app/http/after-step-up.ts'
import { envelopeOf } from '#app/http/envelope-of.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { paths } from '#app/http/paths.ts'
import { requireStaff, type SignedInStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'

export const headers = noStore

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request, 'disbursements:pay')
  return null
}

export async function action(args: ActionFunctionArgs) {
  const staff = await requireStaff(args.request, 'disbursements:pay')
  const { envelopeId } = await envelopeOf(args, staff)
  const sent = await args.request.formData()
  return sent.get('step') === 'draw' ? draw(staff, envelopeId, sent) : check(staff, envelopeId, sent)
}

/** Answers the same fields again, with what the draw will be bound to. Nothing is written yet. */
async function check(staff: SignedInStaff, envelopeId: string, sent: FormData) {
  const form = parseForm(sent, DrawCheckForm)
  if (!form.ok) return invalid(form)

  const { step: _, ...bond } = form.value
  const outcome = await orRefusal(checkDraw({ staff, envelopeId, bond }), form.values)
  if (!outcome.ok) return outcome.response

  const { findings, ...bound } = outcome.value
  const checked = { findings, principal: bond.principal }
  return data(
    { refusal: null, values: { ...form.values, ...bound }, errors: {}, checked },
    { headers: { 'Cache-Control': 'no-store' } },
  )
}

async function draw(staff: SignedInStaff, envelopeId: string, sent: FormData) {
  const form = parseForm(sent, DrawForm)
  if (!form.ok) return invalid(form)

  const { step: _, code, passkey, challengeId, method, receiptNumber, ...rest } = form.value
  const { disbursementId, contentHash, ...bond } = rest
  const outcome = await orRefusal(
    (async () => {
      // Said before the proof is asked for, so that nobody spends a code on what cannot be.
      await checkDraw({ staff, envelopeId, bond })
      const proof = proofOf({ code, passkey, challengeId })
      const bound = boundTo.pay({ id: disbursementId, contentHash })
      const stepUpId = await verifyStepUp({ staffId: staff.id, boundTo: bound, proof })
      const paid = { method, receiptNumber, stepUpId }
      return drawFromEnvelope({ staff, envelopeId, disbursementId, bond, contentHash, ...paid })
    })(),
    form.values,
  )
  if (!outcome.ok) return outcome.response

  return redirectAfterStepUp(staff, paths.envelope(envelopeId))
}

export default function Draw() {
  const { t } = useWords()
  const { page, timezone, factors } = useEnvelopeFrame()
  const answer = useActionData<typeof action>()
  const entries = useEntries(answer)
  if (page.acts.draw) return <WhyNot reasons={[{ act: t('envelope:draw.title'), why: page.acts.draw }]} />
  if (entries.value('contentHash') === '') {
    return (
      <>
        <h2 className="text-l">{t('envelope:draw.check.title')}</h2>
        <CheckFields page={page} entries={entries} timezone={timezone} />
      </>
    )
  }
  const checked = answer && 'checked' in answer ? answer.checked : null
  return (
    <>
      <h2 className="text-l">{t('envelope:draw.record.title')}</h2>
      <Notice title={t('envelope:draw.may.title')}>{t('envelope:draw.may')}</Notice>
      {checked && <RuleFindings {...checked} timezone={timezone} />}
      <RecordDrawForm page={page} factors={factors} entries={entries} />
    </>
  )
}
