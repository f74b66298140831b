import { Form, useNavigation } from '@remix-run/react'
import { Button } from '#app/components/button.tsx'
import { Confirm } from '#app/components/confirm.tsx'
import { DataTable } from '#app/components/data-table.tsx'
import type { Entries } from '#app/components/disbursements/use-entries.ts'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { Field } from '#app/components/field.tsx'
import { Timeline } from '#app/components/timeline.tsx'
import { useWords } from '#app/components/words.ts'
import type { DefencePage } from '#app/domain/defence/defence-page.server.ts'
import { type GivingLimits, type LimitName, limitBounds, limitNames } from '#app/domain/defence/limits.ts'

type LimitsProps = {
  versions: DefencePage['versions']
  timezone: string
  mayManage: boolean
  entries: Entries
}

/** What the form lets through, who set it, and the form that sets it anew. */
export function Limits({ versions, timezone, mayManage, entries }: LimitsProps) {
  const { t } = useWords()
  const { minute } = useFormats(timezone)
  const limits = versions[0]?.limits
  if (!limits) return null
  return (
    <section aria-labelledby="limits" className="grid gap-5">
      <div className="grid gap-2">
        <h2 id="limits" className="text-xl">
          {t('defence:limits')}
        </h2>
        <p className="measure text-quiet">{t('defence:limits.lead')}</p>
      </div>
      <DataTable
        caption={t('defence:limits')}
        captionHidden
        columns={[
          {
            ...{ key: 'name', header: t('defence:limits.name'), names: true },
            cell: (name: LimitName) => t(`defence:limit.${name}`),
          },
          {
            ...{ key: 'value', header: t('defence:limits.value'), align: 'end' },
            cell: (name) => String(limits[name]),
          },
        ]}
        rows={limitNames}
        rowKey={(name) => name}
      />
      {mayManage && <Change limits={limits} entries={entries} />}
      <h3 className="text-l font-semibold">{t('defence:limits.history')}</h3>
      <Timeline
        steps={versions.map(({ version, at, by }) => ({
          key: String(version),
          title: t('defence:limits.version', { version }),
          note: by
            ? t('defence:limits.by', { name: by, time: minute(at) })
            : t('defence:limits.as_it_came', { time: minute(at) }),
        }))}
      />
    </section>
  )
}

function Change({ limits, entries }: { limits: GivingLimits; entries: Entries }) {
  const { t } = useWords()
  const busy = useNavigation().state === 'submitting'
  return (
    <Confirm ask={t('defence:limits.change')} tone="outline" open={entries.value('intent') === 'limits'}>
      <Form method="post" className="grid max-w-prose gap-4">
        <input type="hidden" name="intent" value="limits" />
        {limitNames.map((name) => (
          <Field
            key={name}
            name={name}
            inputMode="numeric"
            autoComplete="off"
            label={t(`defence:limit.${name}`)}
            hint={t('defence:limits.bounds', { least: limitBounds[name][0], most: limitBounds[name][1] })}
            defaultValue={entries.value(name, String(limits[name]))}
            error={entries.error(name)}
          />
        ))}
        <div>
          <Button disabled={busy}>{t('defence:limits.save')}</Button>
        </div>
      </Form>
    </Confirm>
  )
}
