import type { LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { LinkButton } from '#app/components/button.tsx'
import { Notice } from '#app/components/notice.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { usePublicFrame } from '#app/components/public-frame.ts'
import { useWords } from '#app/components/words.ts'
import { publicUpdate } from '#app/domain/impact-updates/public-update.server.ts'
import { paths } from '#app/http/paths.ts'
import { formatDate } from '#app/words/dates.ts'
import { direction, isLanguage } from '#app/words/languages.ts'

export const handle: PageHandle<Awaited<ReturnType<typeof loader>>> = {
  title: (_, { update }) => update.title,
  description: (_, { update }) => update.blocks[0]?.paragraphs[0] ?? update.title,
}

export async function loader({ context, params }: LoaderFunctionArgs) {
  const update = await publicUpdate({ slug: params.slug ?? '', language: context.language })
  if (!update) throw new Response(null, { status: 404 })
  return { update }
}

export default function Update() {
  const { t } = useWords()
  const { update } = useLoaderData<typeof loader>()
  const { language, timezone } = usePublicFrame()
  const { fund } = update
  const written = isLanguage(update.language)
    ? { lang: update.language, dir: direction(update.language) }
    : {}
  return (
    <main id="main" className="page pt-10 pb-14">
      <article>
        <p className="text-s text-quiet">
          <a href={paths.fund(fund.slug, language)} className="inline-block py-1">
            {fund.name}
          </a>
        </p>
        <h1 className="measure mt-2 text-3xl">
          <bdi {...written}>{update.title}</bdi>
        </h1>
        <p className="mt-3 text-s text-quiet">
          {t('public:update.dates', {
            published: formatDate(update.publishedAt, language, timezone),
            figures: formatDate(update.cutAt, language, timezone),
          })}
        </p>
        {update.language !== language && (
          <Notice className="mt-6">{t('public:update.other_language')}</Notice>
        )}
        {fund.demonstration && (
          <Notice tone="demonstration" title={t('public:demo.fund.title')} className="mt-6">
            {t('public:demo.fund')}
          </Notice>
        )}
        {update.blocks.map(({ name, paragraphs }) => (
          <section key={name} aria-labelledby={`${name}-title`}>
            <h2 id={`${name}-title`} className="mt-10 text-xl">
              {t(`public:update.${name}`)}
            </h2>
            {paragraphs.map((paragraph) => (
              <p key={paragraph} className="measure mt-3 whitespace-pre-line" {...written}>
                {paragraph}
              </p>
            ))}
          </section>
        ))}
      </article>
      <LinkButton to={paths.fund(fund.slug, language)} tone="outline" className="mt-10">
        {t('public:update.fund', { fund: fund.name })}
      </LinkButton>
    </main>
  )
}
