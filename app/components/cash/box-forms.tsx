import type { BoxPage } from '#app/domain/cash/reads/box-page.server.ts'
import { paths } from '#app/http/paths.ts'
import { ChoiceField } from '../choice-field.tsx'
import { ActForm } from '../disbursements/act-form.tsx'
import { type FormAnswer, useEntries } from '../disbursements/use-entries.ts'
import { useFormats } from '../disbursements/use-formats.ts'
import { MoneyInput } from '../money-input.tsx'
import { Notice } from '../notice.tsx'
import { useWords } from '../words.ts'
import { WitnessField } from './witness-field.tsx'

type Props = { page: BoxPage; answer: FormAnswer | undefined }

export function CountForm({ page, answer }: Props) {
  const { t } = useWords()
  const { money } = useFormats('UTC')
  const entries = useEntries(answer)
  const { into, outOf } = page.unsigned
  return (
    <section className="grid content-start gap-4">
      <h2 className="text-l">{t('cash:count.title')}</h2>
      {(into > 0n || outOf > 0n) && (
        <Notice title={t('cash:count.unsigned.title')}>
          {t('cash:count.unsigned', { into: money(into), out: money(outOf) })}
        </Notice>
      )}
      <ActForm action={paths.cashBox(page.fundId)} refusal={entries.refusal} submit={t('cash:count.submit')}>
        <input type="hidden" name="act" value="count" />
        <MoneyInput
          id="count-counted"
          name="counted"
          label={t('cash:count.counted')}
          hint={t('cash:count.hint')}
          defaultValue={entries.value('counted')}
          error={entries.error('counted')}
          required
        />
        <WitnessField id="count-witness" entries={entries} witnesses={page.witnesses} />
      </ActForm>
    </section>
  )
}

type OfCount = Props & { count: BoxPage['counts'][number]; timezone: string }

/** For who stood beside: their own figure, which confirms the count or disputes it. */
export function SignCountForm({ page, count, answer, timezone }: OfCount) {
  const { t } = useWords()
  const { money, minute } = useFormats(timezone)
  const entries = useEntries(answer)
  return (
    <ActForm action={paths.cashBox(page.fundId)} refusal={entries.refusal} submit={t('cash:sign.submit')}>
      <input type="hidden" name="act" value="sign" />
      <input type="hidden" name="countId" value={count.id} />
      <p className="measure">
        {t('cash:sign.lead', { name: count.by, amount: money(count.countedCents), date: minute(count.at) })}
      </p>
      <MoneyInput
        id={`sign-${count.id}`}
        name="witnessed"
        label={t('cash:sign.counted')}
        hint={t('cash:sign.hint')}
        defaultValue={entries.value('witnessed')}
        error={entries.error('witnessed')}
        required
      />
    </ActForm>
  )
}

/** What a difference was: for someone who did not count. */
export function ExplainForm({ page, count, answer, timezone }: OfCount) {
  const { t } = useWords()
  const { money, minute } = useFormats(timezone)
  const entries = useEntries(answer)
  return (
    <ActForm action={paths.cashBox(page.fundId)} refusal={entries.refusal} submit={t('cash:explain.submit')}>
      <input type="hidden" name="act" value="explain" />
      <input type="hidden" name="countId" value={count.id} />
      <ChoiceField
        id={`explain-${count.id}`}
        name="reason"
        label={t('cash:explain.reason', { amount: money(count.differenceCents) })}
        hint={t('cash:explain.of', {
          ...{ name: count.by, amount: money(count.countedCents), date: minute(count.at) },
          state: t(`cash:count.${count.state}`, {
            witness: count.witness,
            figure: count.witnessedCents === null ? '' : money(count.witnessedCents),
          }),
        })}
        defaultValue={entries.value('reason')}
        error={entries.error('reason')}
        required
        choices={[
          { value: '', label: t('admin:choose') },
          ...count.explanations.map((value) => ({
            value,
            label: t(`cash:explain.reason.${value}`),
          })),
        ]}
      />
    </ActForm>
  )
}

export function CapForm({ page, answer }: Props) {
  const { t } = useWords()
  const entries = useEntries(answer)
  return (
    <ActForm action={paths.cashBox(page.fundId)} refusal={entries.refusal} submit={t('cash:cap.submit')}>
      <input type="hidden" name="act" value="cap" />
      <div className="grid gap-4 sm:grid-cols-2">
        <ChoiceField
          id="cap-poster"
          name="posterId"
          label={t('cash:cap.poster')}
          defaultValue={entries.value('posterId')}
          error={entries.error('posterId')}
          choices={[
            { value: '', label: t('cash:cap.everyone') },
            ...page.posters.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
        <MoneyInput
          id="cap-amount"
          name="cap"
          label={t('cash:cap.amount')}
          defaultValue={entries.value('cap')}
          error={entries.error('cap')}
          required
        />
      </div>
    </ActForm>
  )
}
