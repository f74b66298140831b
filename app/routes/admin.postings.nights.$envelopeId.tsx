import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { useState } from 'react'
import { z } from 'zod'
import { useEntries } from '#app/components/disbursements/use-entries.ts'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { WhyNot } from '#app/components/disbursements/why-not.tsx'
import { CheckDrawForm } from '#app/components/envelopes/check-draw-form.tsx'
import { ClosingNotice } from '#app/components/envelopes/closing-notice.tsx'
import { EnvelopeStage } from '#app/components/envelopes/envelope-stage.tsx'
import { HoursLeft } from '#app/components/envelopes/hours-left.tsx'
import { MyDraws } from '#app/components/envelopes/my-draws.tsx'
import { NightPicture } from '#app/components/envelopes/night-picture.tsx'
import { RecordDrawForm } from '#app/components/envelopes/record-draw-form.tsx'
import { WhomToCallAtNight } from '#app/components/envelopes/whom-to-call-at-night.tsx'
import { Notice } from '#app/components/notice.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { RuleFindings } from '#app/components/rule-findings.tsx'
import { useWords } from '#app/components/words.ts'
import { beyondOwnPart } from '#app/domain/copays/forms.ts'
import { refuse } from '#app/domain/disbursements/acts.ts'
import { whyNotThisCard } from '#app/domain/disbursements/card-source.ts'
import { checkDraw } from '#app/domain/envelopes/check-draw.server.ts'
import { drawFromEnvelope } from '#app/domain/envelopes/draw-from-envelope.server.ts'
import { drawCheckForm, drawForm } from '#app/domain/envelopes/forms.ts'
import { type MyNight, myNight } from '#app/domain/envelopes/reads/my-nights.server.ts'
import { whomToCallAtNight } from '#app/domain/envelopes/reads/whom-to-call-at-night.server.ts'
import { add } from '#app/domain/money/cents.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { redirectAfterStepUp } from '#app/http/after-step-up.ts'
import { noStore } from '#app/http/no-store.ts'
import { type ParsedForm, parseForm } from '#app/http/parse-form.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { paths } from '#app/http/paths.ts'
import { provedBy } from '#app/http/proved-by.ts'
import { readForm } from '#app/http/read-form.ts'
import { requireStaff, type SignedInStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'
import { now } from '#app/platform/clock.ts'

export const handle: PageHandle = {
  hydrate: true,
  words: ['cash', 'copay', 'envelope', 'rules', 'window'],
  title: (t) => t('envelope:draw.title'),
}

export const headers = noStore

async function nightOf(
  { context, params }: Pick<ActionFunctionArgs, 'context' | 'params'>,
  staff: SignedInStaff,
) {
  const { envelopeId } = parseParams(params, z.object({ envelopeId: z.uuid() }))
  const night = await myNight({ envelopeId, staff: { ...staff, language: context.language } })
  if (!night) throw new Response(null, { status: 404 })
  return night
}

export async function loader(args: LoaderFunctionArgs) {
  const staff = await requireStaff(args.request, 'postings:read')
  const night = await nightOf(args, staff)
  const { timezone } = await organization()
  const factors = { hasPasskey: staff.hasPasskey, hasTotp: staff.hasTotp }
  const drawn = new URL(args.request.url).searchParams.get('drawn') === '1'
  const onCall = await whomToCallAtNight(night, staff.id)
  return { night, onCall, timezone, factors, drawn, now: now() }
}

export async function action(args: ActionFunctionArgs) {
  const staff = await requireStaff(args.request, 'disbursements:pay')
  const night = await nightOf(args, staff)
  const { timezone } = await organization()
  const sent = await readForm(args.request)
  return sent.get('step') === 'draw'
    ? draw(staff, night, parseForm(sent, drawForm(timezone)))
    : check(staff, night.id, parseForm(sent, drawCheckForm(timezone)))
}

type Sent<F extends (timezone: string) => z.ZodType> = ParsedForm<z.output<ReturnType<F>>>

/** Answers the same fields again, with what the draw will be bound to. Nothing is drawn yet. */
async function check(staff: SignedInStaff, envelopeId: string, form: Sent<typeof drawCheckForm>) {
  if (!form.ok) return invalid(form)

  const { step: _, familyPart, occurredAt, ...bond } = form.value
  const asked = { staff, envelopeId, bond, familyPart, occurredAt }
  const outcome = await orRefusal(checkDraw(asked), form.values)
  if (!outcome.ok) return outcome.response

  const { findings, among, heldForFamily, large, ...bound } = outcome.value
  const checked = { findings, among, principal: add(bond.principal, familyPart) }
  const leftOut = familyPart === 0n ? heldForFamily : 0n
  return data(
    { refusal: null, values: { ...form.values, ...bound }, errors: {}, checked, leftOut, large },
    { headers: { 'Cache-Control': 'no-store' } },
  )
}

async function draw(staff: SignedInStaff, { id: envelopeId, cards }: MyNight, form: Sent<typeof drawForm>) {
  if (!form.ok) return invalid(form)

  const { step: _, code, passkey, challengeId, method, receiptNumber, from, ...rest } = form.value
  const { disbursementId, contentHash, occurredAt, agreementId, familyPart, exposure, ...bond } = rest
  const attempted = { staff, action: 'envelope.drawn', subject: 'envelope', subjectId: envelopeId }
  const outcome = await orRefusal(
    (async () => {
      // Said before the proof is asked for, so that nobody spends a code on what cannot be.
      await checkDraw({ staff, envelopeId, bond, familyPart, occurredAt })
      refuse(whyNotThisCard({ method, from }, cards))
      const proof = {
        boundTo: boundTo.pay({ id: disbursementId, contentHash }),
        sent: { code, passkey, challengeId },
      }
      const beyond = beyondOwnPart({ agreementId, familyPart, exposure })
      const paid = { method, receiptNumber, from, occurredAt, ...beyond }
      return provedBy(attempted, proof, (stepUpId) =>
        drawFromEnvelope({ staff, envelopeId, disbursementId, bond, contentHash, stepUpId, ...paid }),
      )
    })(),
    form.values,
  )
  if (!outcome.ok) return outcome.response

  return redirectAfterStepUp(staff, paths.nightDrawn(envelopeId))
}

const overTitle = 'envelope:draw.check.title.over'

/** At the window: what is left of the night, may this bond be posted, and afterwards what was paid. */
export default function Night() {
  const { t } = useWords()
  const { night, onCall, timezone, factors, drawn, now } = useLoaderData<typeof loader>()
  const { money } = useFormats(timezone)
  const answer = useActionData<typeof action>()
  const entries = useEntries(answer)
  const wasChecked = entries.value('contentHash') !== ''
  const isOver = night.stage === 'closing'
  const isAfterwards = entries.value('occurredAt') !== ''
  const checked = answer && 'checked' in answer ? answer.checked : null
  const seen = answer && 'large' in answer ? answer.large : null
  const [large, setLarge] = useState(seen)
  // A draw that is refused afterwards is still as large.
  if (seen && seen !== large) setLarge(seen)
  const leftOut = answer && 'leftOut' in answer ? answer.leftOut : 0n
  return (
    <article className="grid gap-6">
      <header className="grid gap-2">
        <Link to={paths.postings()} className="inline-block justify-self-start py-1 text-s">
          {t('window:mine.title')}
        </Link>
        <h1 className="text-2xl">{t(isOver ? 'envelope:draw.title.over' : 'envelope:draw.title')}</h1>
        <p className="flex flex-wrap gap-x-6">
          <span>{night.fundName}</span>
          <EnvelopeStage stage={night.stage} />
          <HoursLeft {...night} now={now} />
        </p>
        {night.stage === 'closing' && <ClosingNotice {...night} timezone={timezone} />}
        {drawn && !answer && <Notice title={t('envelope:drawn.title')}>{t('envelope:drawn')}</Notice>}
      </header>
      <div className="grid gap-x-16 gap-y-8 lg:grid-cols-2">
        <section aria-labelledby="draw" className="grid content-start gap-4">
          <h2 id="draw" className="text-l">
            {t(wasChecked ? 'envelope:draw.record.title' : isOver ? overTitle : 'envelope:draw.check.title')}
          </h2>
          {wasChecked ? (
            <>
              {isAfterwards ? (
                <Notice title={t('envelope:draw.might.title')}>{t('envelope:draw.might')}</Notice>
              ) : (
                <Notice title={t('envelope:draw.may.title')}>{t('envelope:draw.may')}</Notice>
              )}
              {leftOut > 0n && (
                <Notice title={t('envelope:draw.family.held.title', { held: money(leftOut) })}>
                  {t('envelope:draw.family.held')}
                </Notice>
              )}
              {checked && <RuleFindings {...checked} timezone={timezone} />}
              <RecordDrawForm
                night={night}
                large={large}
                factors={factors}
                entries={entries}
                timezone={timezone}
              />
            </>
          ) : night.whyNotDraw ? (
            <WhyNot reasons={[{ act: t('envelope:draw.title'), why: night.whyNotDraw }]} />
          ) : (
            <CheckDrawForm night={night} entries={entries} timezone={timezone} />
          )}
        </section>
        <div className="grid content-start gap-8">
          <section aria-label={t('envelope:picture.title')} className="grid gap-3">
            <NightPicture {...night} timezone={timezone} />
            <p>{t('envelope:draw.cap', { cap: money(night.cap) })}</p>
          </section>
          <WhomToCallAtNight turns={onCall} timezone={timezone} at={now} />
          <MyDraws night={night} timezone={timezone} />
        </div>
      </div>
    </article>
  )
}
