import { Facts } from '#app/components/disbursements/facts.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { ScheduleList } from '#app/components/donor-records/schedule-list.tsx'
import { useWords } from '#app/components/words.ts'
import type { MergePreview, MergeSide } from '#app/domain/donor-records/merge-preview.server.ts'
import { mailTopics } from '#app/domain/mail/mail-topics.ts'

/** Both records side by side; on a phone one under the other. */
export function Sides({ preview, timezone }: { preview: MergePreview; timezone: string }) {
  const { t } = useWords()
  return (
    <div className="grid gap-8 sm:grid-cols-2">
      <Side title={t('donors:record.merge.stays')} side={preview.survivor} timezone={timezone} />
      <Side title={t('donors:record.merge.joins')} side={preview.merged} timezone={timezone} />
    </div>
  )
}

function Side({ title, side, timezone }: { title: string; side: MergeSide; timezone: string }) {
  const { t } = useWords()
  const { money, month } = useFormats(timezone)
  return (
    <section aria-labelledby={`side-${side.id}`} className="grid content-start gap-3">
      <h2 id={`side-${side.id}`} className="text-l">
        {title}
      </h2>
      <Facts
        facts={[
          {
            key: 'name',
            label: t('donors:record.name'),
            value: <bdi className="wrap-anywhere">{side.name || t('donors:record.nameless')}</bdi>,
          },
          {
            key: 'email',
            label: t('donors:record.email'),
            value: <bdi className="wrap-anywhere">{side.email ?? t('donors:record.email.none')}</bdi>,
          },
          {
            key: 'language',
            label: t('donors:record.language'),
            value: t(`donors:record.language.${side.language}`),
          },
          {
            key: 'gifts',
            label: t('donors:record.merge.gifts'),
            value: t('donors:record.merge.gifts.value', {
              count: side.gifts,
              amount: money(side.givenCents),
            }),
          },
          {
            key: 'last',
            label: t('donors:record.last_gift'),
            value: side.lastGiftAt ? month(side.lastGiftAt) : '–',
          },
          {
            key: 'topics',
            label: t('donors:record.topics'),
            value: (
              <ul>
                {mailTopics.map((topic) => (
                  <li key={topic}>
                    {t('donors:record.merge.topic', {
                      topic: t(`donors:record.topic.${topic}`),
                      state: t(`donors:record.merge.topic.${side.topics[topic]}`),
                    })}
                  </li>
                ))}
              </ul>
            ),
          },
          {
            key: 'schedules',
            label: t('donors:record.schedules'),
            value: <ScheduleList schedules={side.schedules} timezone={timezone} />,
          },
        ]}
      />
    </section>
  )
}
