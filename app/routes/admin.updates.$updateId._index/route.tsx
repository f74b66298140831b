import type { LoaderFunctionArgs } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { LinkButton } from '#app/components/button.tsx'
import { Facts } from '#app/components/disbursements/facts.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { Notice } from '#app/components/notice.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { readAsDonor } from '#app/domain/impact-updates/read-as-donor.ts'
import { updatePage } from '#app/domain/impact-updates/update-page.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { may } from '#app/domain/staff/access.ts'
import { fundsWhere, rolesIn } from '#app/domain/staff/staff.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { paths } from '#app/http/paths.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { Delivery } from './delivery.tsx'
import { MailPreview } from './mail-preview.tsx'

export const handle: PageHandle = { hydrate: true, title: (t) => t('admin:updates.title') }

export const headers = noStore

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'updates:read')
  const { updateId } = parseParams(params, z.object({ updateId: z.uuid() }))

  const page = await updatePage({
    updateId,
    fundIds: fundsWhere(staff, 'updates:read'),
    language: context.language,
  })
  if (!page) throw new Response(null, { status: 404 })

  const { mails, ...update } = page
  const roles = rolesIn(staff, update.fundId)
  const { timezone } = await organization()
  return {
    update,
    timezone,
    mails: (await Promise.all(mails.map(readAsDonor))).map(({ html, ...mail }) => mail),
    mayPublish: may(roles, 'updates:publish'),
    mayCompose: may(roles, 'updates:compose'),
  }
}

export default function Update() {
  const { t } = useWords()
  const { update, mails, timezone, mayPublish, mayCompose } = useLoaderData<typeof loader>()
  const { minute } = useFormats(timezone)
  const { publication } = update
  return (
    <article className="grid gap-6">
      <header className="grid gap-3">
        <Link to={paths.updates()} className="inline-block py-1 text-s">
          {t('admin:updates.back')}
        </Link>
        <h1 className="text-2xl">{t('admin:updates.one.title', { fund: update.fundName })}</h1>
        <Facts
          facts={[
            { key: 'cut', label: t('admin:updates.fact.cut'), value: minute(update.cutAt) },
            { key: 'by', label: t('admin:updates.column.by'), value: update.composedBy },
            { key: 'at', label: t('admin:updates.column.at'), value: minute(update.composedAt) },
            ...(publication
              ? [
                  {
                    key: 'published',
                    label: t('admin:updates.fact.published'),
                    value: minute(publication.at),
                  },
                  { key: 'publisher', label: t('admin:updates.fact.publisher'), value: publication.by },
                ]
              : []),
          ]}
        />
        <p className="flex flex-wrap gap-3">
          {publication ? (
            <LinkButton to={paths.publicUpdate(update.slug)} reloadDocument tone="outline">
              {t('admin:updates.public_page')}
            </LinkButton>
          ) : (
            mayPublish && (
              <LinkButton to={paths.publication(update.id)}>{t('admin:updates.publish')}</LinkButton>
            )
          )}
          {mayCompose && (
            <LinkButton to={`${paths.newUpdate()}?from=${update.id}`} tone="outline">
              {t('admin:updates.copy')}
            </LinkButton>
          )}
        </p>
        {!publication && <p className="measure text-s text-quiet">{t('admin:updates.draft.final')}</p>}
      </header>
      {publication && <Delivery delivery={update.delivery} />}
      {mails.length === 0 ? (
        <Notice title={t('admin:updates.no_share.title')}>{t('admin:updates.no_share')}</Notice>
      ) : (
        <section aria-labelledby="preview-title" className="grid gap-4">
          <h2 id="preview-title" className="text-l">
            {t('admin:updates.preview.title')}
          </h2>
          <p className="measure text-quiet">{t('admin:updates.preview.lead')}</p>
          {mails.map((mail) => (
            <MailPreview key={mail.language} updateId={update.id} mail={mail} />
          ))}
        </section>
      )}
    </article>
  )
}
