import { Form, useNavigation } from '@remix-run/react'
import { Button } from '#app/components/button.tsx'
import type { Entries } from '#app/components/disbursements/use-entries.ts'
import { StepUpFields } from '#app/components/step-up-fields.tsx'
import { useWords } from '#app/components/words.ts'
import type { SamplePage } from '#app/domain/samples/sample-page.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'

type Props = {
  sample: SamplePage
  staff: { hasPasskey: boolean; hasTotp: boolean }
  entries: Entries
}

/** One of the two who show says which originals are on the screen now, and proves that they are there. */
export function ShowOriginals({ sample, staff, entries }: Props) {
  const { t } = useWords()
  const busy = useNavigation().state === 'submitting'
  const lines = sample.lines.filter(({ position }) => sample.mayShow.includes(position))
  return (
    <Form method="post" className="grid max-w-prose gap-4 print:hidden">
      <h2 className="text-xl">{t('records:sample.show')}</h2>
      <p className="text-quiet">{t('records:sample.show.lead')}</p>
      <input type="hidden" name="intent" value="show" />
      <fieldset className="grid gap-2">
        <legend className="font-semibold">{t('records:sample.show.which')}</legend>
        {lines.map(({ position, caseCode }) => (
          <label key={position} className="flex items-center gap-3 py-1">
            <input type="checkbox" name="positions" value={position} className="size-6 flex-none" />
            <span className="figures">{t('records:sample.line', { position, code: caseCode })}</span>
          </label>
        ))}
        {entries.error('positions') && (
          <p className="text-s font-semibold text-loss">{entries.error('positions')}</p>
        )}
      </fieldset>
      <StepUpFields
        boundTo={boundTo.showOriginals(sample.id)}
        hasPasskey={staff.hasPasskey}
        hasTotp={staff.hasTotp}
        error={entries.error('code')}
      />
      <div>
        <Button disabled={busy}>{t('records:sample.show.sure')}</Button>
      </div>
    </Form>
  )
}
