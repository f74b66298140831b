import { Form, useNavigation } from '@remix-run/react'
import { Button } from '#app/components/button.tsx'
import { ChoiceField } from '#app/components/choice-field.tsx'
import { Confirm } from '#app/components/confirm.tsx'
import type { Entries } from '#app/components/disbursements/use-entries.ts'
import { useWords } from '#app/components/words.ts'
import { findingReasons, sampleResults } from '#app/domain/samples/sample.ts'
import type { SampleLine } from '#app/domain/samples/sample-page.server.ts'

/** What the auditor saw of one original: said once, for good. */
export function FindingEntry({ line, entries }: { line: SampleLine; entries: Entries }) {
  const { t } = useWords()
  const busy = useNavigation().state === 'submitting'
  const { position } = line
  const mine = entries.value('position') === String(position)
  const kept = (name: string) => (mine ? entries.value(name) : '')
  return (
    <Confirm ask={t('records:sample.record')} tone="outline">
      <Form method="post" className="grid gap-3 text-start">
        <input type="hidden" name="intent" value="find" />
        <input type="hidden" name="position" value={position} />
        <ChoiceField
          id={`result-${position}`}
          name="result"
          label={t('records:sample.finding')}
          defaultValue={kept('result') || 'seen'}
          error={mine ? entries.error('result') : undefined}
          choices={sampleResults.map((value) => ({ value, label: t(`records:result.${value}`) }))}
        />
        <ChoiceField
          id={`reason-${position}`}
          name="reason"
          label={t('records:sample.reason')}
          hint={t('records:sample.reason.hint')}
          defaultValue={kept('reason')}
          error={mine ? entries.error('reason') : undefined}
          choices={[
            { value: '', label: '–' },
            ...findingReasons.map((value) => ({ value, label: t(`records:finding.${value}`) })),
          ]}
        />
        <div>
          <Button disabled={busy}>{t('records:sample.record.sure')}</Button>
        </div>
      </Form>
    </Confirm>
  )
}
