import { ChoiceField } from '#app/components/choice-field.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { type FormAnswer, useEntries } from '#app/components/disbursements/use-entries.ts'
import { MoneyInput } from '#app/components/money-input.tsx'
import { TextField } from '#app/components/text-field.tsx'
import { useWords } from '#app/components/words.ts'
import { bondKinds } from '#app/domain/bonds/bond.ts'
import { ruleEffects, ruleKinds } from '#app/domain/jurisdictions/rule.ts'
import { paths } from '#app/http/paths.ts'
import { ChargeFields } from './charge-fields.tsx'
import { keptIn, Line } from './kept-in.tsx'
import { ReportFields } from './report-fields.tsx'

/** All that a version of a rule says. */
export function VersionForm({ answer }: { answer: FormAnswer | undefined }) {
  const { t } = useWords()
  const entries = useEntries(answer)
  const kept = keptIn(entries)
  const choose = { value: '', label: t('admin:choose') }
  return (
    <ActForm action={paths.rules()} refusal={entries.refusal} submit={t('rules:version.submit')}>
      <input type="hidden" name="act" value="version" />
      <p className="measure text-s text-quiet">{t('rules:version.hint')}</p>
      <Line
        {...kept('code')}
        label={t('rules:version.code')}
        hint={t('rules:version.code.hint')}
        maxLength={60}
        dir="ltr"
        required
      />
      <Line
        {...kept('place')}
        label={t('rules:place.label')}
        hint={t('rules:place.hint')}
        maxLength={40}
        dir="ltr"
        required
      />
      <ChoiceField
        {...kept('kind')}
        label={t('rules:fact.kind')}
        required
        choices={[choose, ...ruleKinds.map((kind) => ({ value: kind, label: t(`rules:kind.${kind}`) }))]}
      />
      <ChoiceField
        {...kept('effect')}
        label={t('rules:fact.effect')}
        required
        choices={[choose, ...ruleEffects.map((each) => ({ value: each, label: t(`rules:effect.${each}`) }))]}
      />
      <ChoiceField
        {...kept('bondKind')}
        label={t('rules:fact.bonds')}
        choices={[
          { value: '', label: t('rules:bonds.both') },
          ...bondKinds.map((kind) => ({ value: kind, label: t(`rules:bonds.${kind}`) })),
        ]}
      />
      <TextField {...kept('summary')} label={t('rules:version.summary')} maxLength={600} required />
      <MoneyInput {...kept('cap')} label={t('rules:version.cap')} hint={t('rules:version.cap.hint')} />
      <Line
        {...kept('bondCount')}
        label={t('rules:version.count')}
        hint={t('rules:version.count.hint')}
        inputMode="numeric"
        dir="ltr"
      />
      <Line
        {...kept('periodDays')}
        label={t('rules:version.days')}
        hint={t('rules:version.count.hint')}
        inputMode="numeric"
        dir="ltr"
      />
      <ChargeFields entries={entries} />
      <ReportFields entries={entries} />
      <Line {...kept('validFrom')} label={t('rules:version.from')} type="date" required />
      <Line
        {...kept('validUntil')}
        label={t('rules:version.until')}
        hint={t('rules:version.until.hint')}
        type="date"
      />
      <Line {...kept('source')} label={t('rules:fact.source')} maxLength={300} required />
      <Line {...kept('readOn')} label={t('rules:fact.read')} type="date" required />
    </ActForm>
  )
}
