import { ChoiceField } from '#app/components/choice-field.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import type { Factors } from '#app/components/disbursements/approval-form.tsx'
import { type FormAnswer, useEntries } from '#app/components/disbursements/use-entries.ts'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { StepUpFields } from '#app/components/step-up-fields.tsx'
import { Timeline } from '#app/components/timeline.tsx'
import { useWords } from '#app/components/words.ts'
import { stateReasons } from '#app/domain/funds/changes.ts'
import { type ClosingKind, type ClosingTo, closingKind } from '#app/domain/funds/closing/closing.ts'
import type { ClosingProposal } from '#app/domain/funds/closing/closing-page.server.ts'
import type { ControlPage } from '#app/domain/funds/control-page.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { paths } from '#app/http/paths.ts'
import { WhatIsLeft } from './left.tsx'

type Props = {
  page: ControlPage
  timezone: string
  reader: { id: string; mayManage: boolean }
  factors: Factors
  answer: FormAnswer | undefined
}

/** Whether the fund closes, and when it is at its end: one administrator says so, another confirms it. */
export function Closing({ page, timezone, reader, factors, answer }: Props) {
  const { t } = useWords()
  const { minute } = useFormats(timezone)
  const { state, next, left, giftEnded, waits, decided } = page.closing
  const mayPropose = reader.mayManage && !waits
  return (
    <section aria-labelledby="closing" className="grid gap-4">
      <h2 id="closing" className="text-xl">
        {t('control:closing')}
      </h2>
      <p>{t('control:closing.state', { state: t(`public:state.${state}`) })}</p>
      {left && <WhatIsLeft {...{ fundId: page.id, left, isClosed: state === 'closed', timezone }} />}
      {waits && <Waits {...{ page, waits, timezone, reader, factors, answer }} />}
      {state === 'closing' && (
        <>
          <p className="measure text-quiet">{t('control:closing.lead.end')}</p>
          {mayPropose && (left?.length === 0 || answer?.values.to === 'closed') && (
            <Propose {...{ page, to: 'closed', factors, answer }} />
          )}
        </>
      )}
      {giftEnded && <p className="measure">{t('control:closing.ended')}</p>}
      {next && (
        <>
          <p className="measure text-quiet">
            {t(`control:closing.lead.${closingKind({ from: state, to: next })}`)}
          </p>
          {mayPropose && <Propose {...{ page, to: next, factors, answer }} />}
        </>
      )}
      {decided.length > 0 && (
        <Timeline
          steps={decided.map((each) => ({
            key: each.id,
            title: t(`control:closing.${each.outcome}.${each.kind}`),
            when: t('admin:by_at', { name: each.decidedBy ?? '', date: minute(each.decidedAt ?? each.at) }),
            note: t('control:closing.proposed_by', {
              name: each.by.name,
              reason: t(`forecast:reason.${each.reason}`),
            }),
          }))}
        />
      )}
    </section>
  )
}

/** What donors can no longer do afterwards looks like it. */
const toneOf = (kind: ClosingKind) => (kind === 'close' || kind === 'end' ? 'refuse' : 'outline')

type ProposeProps = Pick<Props, 'page' | 'factors' | 'answer'> & { to: ClosingTo }

function Propose({ page, to, factors, answer }: ProposeProps) {
  const { t } = useWords()
  // Of a closing fund two ways may be open: what came back was typed for one of them.
  const entries = useEntries(answer?.values.to === to ? answer : undefined)
  const kind = closingKind({ from: page.closing.state, to })
  return (
    <ActForm
      action={paths.fundControl(page.id)}
      refusal={entries.refusal}
      submit={t(`control:closing.propose.${kind}`)}
      tone={toneOf(kind)}
    >
      <input type="hidden" name="act" value="propose-closing" />
      <input type="hidden" name="to" value={to} />
      <ChoiceField
        id={`reason-${kind}`}
        name="reason"
        label={t('control:closing.reason')}
        defaultValue={entries.value('reason')}
        error={entries.error('reason')}
        required
        choices={[
          { value: '', label: t('admin:choose') },
          ...stateReasons.map((reason) => ({ value: reason, label: t(`forecast:reason.${reason}`) })),
        ]}
      />
      <StepUpFields
        boundTo={(form) =>
          boundTo.proposeClosing({ fundId: page.id, to, reason: String(form.get('reason') ?? '') })
        }
        {...factors}
        error={entries.error('code')}
      />
    </ActForm>
  )
}

function Waits({ page, waits, timezone, reader, factors, answer }: Props & { waits: ClosingProposal }) {
  const { t } = useWords()
  const { minute } = useFormats(timezone)
  const entries = useEntries(answer)
  const confirming = answer?.values.act === 'confirm-closing'
  const closingId = <input type="hidden" name="closingId" value={waits.id} />
  return (
    <div className="grid gap-4">
      <p className="font-semibold">{t(`control:closing.waits.${waits.kind}`)}</p>
      <p className="text-s text-quiet">
        {t('admin:by_at', { name: waits.by.name, date: minute(waits.at) })} ·{' '}
        {t(`forecast:reason.${waits.reason}`)}
      </p>
      {reader.mayManage && waits.by.id === reader.id && (
        <p className="measure">{t('control:waits_for_another')}</p>
      )}
      {reader.mayManage && waits.by.id !== reader.id && (
        <ActForm
          action={paths.fundControl(page.id)}
          refusal={confirming ? entries.refusal : null}
          submit={t(`control:closing.confirm.${waits.kind}`)}
          tone={toneOf(waits.kind)}
        >
          <input type="hidden" name="act" value="confirm-closing" />
          {closingId}
          <StepUpFields
            boundTo={boundTo.confirmClosing(waits.id)}
            {...factors}
            error={confirming ? entries.error('code') : undefined}
          />
        </ActForm>
      )}
      {reader.mayManage && (
        <ActForm
          action={paths.fundControl(page.id)}
          refusal={confirming ? null : entries.refusal}
          submit={t('control:withdraw')}
          tone="outline"
        >
          <input type="hidden" name="act" value="withdraw-closing" />
          {closingId}
        </ActForm>
      )}
    </div>
  )
}
