import { Form } from '@remix-run/react'
import { Button } from '#app/components/button.tsx'
import { ChoiceField } from '#app/components/choice-field.tsx'
import { useWords } from '#app/components/words.ts'
import type { AuditGroup, AuditOutcome } from '#app/domain/audit/list-audit.server.ts'
import { paths } from '#app/http/paths.ts'

type Props = {
  filter: {
    fund: string | null
    actor: string | null
    outcome: AuditOutcome | null
    group: AuditGroup | null
  }
  groups: AuditGroup[]
  funds: { slug: string; name: string }[]
  actors: { id: string; name: string }[]
}

/** A plain GET form: what is looked for stands in the address. */
export function AuditFilters({ filter, groups, funds, actors }: Props) {
  const { t } = useWords()
  const fields = {
    group: groups.map((group) => ({ value: group, label: t(`admin:audit.group.${group}`) })),
    actor: [
      ...actors.map(({ id, name }) => ({ value: id, label: name })),
      ...(['system', 'host'] as const).map((value) => ({ value, label: t(`admin:audit.actor.${value}`) })),
    ],
    fund: funds.map(({ slug, name }) => ({ value: slug, label: name })),
    outcome: (['done', 'refused'] as const).map((value) => ({
      value,
      label: t(`admin:audit.outcome.${value}`),
    })),
  }
  return (
    <Form
      // The entries take their values anew when the address changes.
      key={JSON.stringify(filter)}
      method="get"
      action={paths.audit()}
      aria-label={t('admin:audit.filter')}
      className="flex flex-wrap items-end gap-x-4 gap-y-3 text-s"
    >
      {(Object.keys(fields) as (keyof typeof fields)[]).map((name) => (
        <ChoiceField
          key={name}
          id={`audit-${name}`}
          name={name}
          label={t(`admin:audit.filter.${name}`)}
          defaultValue={filter[name] ?? ''}
          className="min-w-40"
          choices={[{ value: '', label: t('admin:audit.filter.all') }, ...fields[name]]}
        />
      ))}
      <Button tone="outline">{t('admin:audit.filter.show')}</Button>
    </Form>
  )
}
