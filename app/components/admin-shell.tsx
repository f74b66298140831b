import { Link } from '@remix-run/react'
import type { ReactNode } from 'react'
import { paths } from '#app/http/paths.ts'
import type { Language } from '#app/words/languages.ts'
import { AdminNav, type AdminPage } from './admin-nav.tsx'
import { LanguageForm } from './language-form.tsx'
import { Mark } from './mark.tsx'
import { useWords } from './words.ts'

export type StaffOnDuty = {
  name: string
  /** The pages that this person's roles open, as the navigation names them. */
  pages: AdminPage[]
  /** The funds that this person works for. */
  funds: { slug: string; name: string }[]
}

const staffLanguages: Language[] = ['en', 'es']

/** The frame of the staff pages. Before sign-in it is the name and the languages only. */
export function AdminShell({ staff, demonstration, children }: AdminShellProps) {
  const { t } = useWords()
  return (
    <div className="staff flex grow flex-col">
      <header>
        {demonstration && (
          <p className="bg-sunk py-1.5 text-s">
            <span className="page block">{t('admin:shell.demonstration')}</span>
          </p>
        )}
        <div className="page flex items-center justify-between gap-x-6 py-3">
          <a href={paths.admin()} className="flex items-center gap-2 text-ink no-underline">
            <Mark className="size-7" />
            <span className="font-display text-l">{t('admin:title')}</span>
          </a>
          <div className="hidden items-center gap-x-5 text-s sm:flex">
            <Elsewhere staff={staff} />
          </div>
          <details className="group relative text-s sm:hidden">
            <summary className="flex min-h-8 cursor-pointer items-center gap-2 text-primary">
              <bdi className="max-w-48 truncate">{staff?.name ?? t('admin:shell.more')}</bdi>
              <span aria-hidden="true" className="transition-transform group-open:rotate-180">
                ▾
              </span>
            </summary>
            <div className="absolute end-0 z-10 mt-1 grid w-max max-w-[80vw] gap-2 border border-edge bg-ground p-4">
              <Elsewhere staff={staff} />
            </div>
          </details>
        </div>
      </header>
      {staff && <AdminNav staff={staff} />}
      <main id="main" className="page grow py-6">
        {children}
      </main>
    </div>
  )
}

type AdminShellProps = { staff: StaffOnDuty | null; demonstration: boolean; children: ReactNode }

/** The way out of the staff pages: to the public ones, to another language, to one's account and out. On a phone it is folded. */
function Elsewhere({ staff }: Pick<AdminShellProps, 'staff'>) {
  const { t } = useWords()
  return (
    <>
      <a href={paths.home()} className="inline-block py-1">
        {t('admin:shell.public')}
      </a>
      <LanguageForm languages={staffLanguages} label={t('admin:language.label')} />
      {staff && <SignOut name={staff.name} />}
    </>
  )
}

function SignOut({ name }: { name: string }) {
  const { t } = useWords()
  return (
    <form method="post" action={paths.signOut()} className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <Link to={paths.account()} className="inline-block py-1">
        <bdi>{t('admin:shell.signed_in', { name })}</bdi>
      </Link>
      <button type="submit" className="min-h-8 text-primary underline underline-offset-4">
        {t('admin:shell.sign_out')}
      </button>
    </form>
  )
}
