import { Html } from '../sendgrid/html.ts'

export const pageStyle = new Html(`
:root { color-scheme: light dark; --paper: #fbf7f0; --ink: #1f1b16; --quiet: #5f574c; --line: #ddd3c3; --teal: #0f4c4a; --on-teal: #fbf7f0; --marigold: #e8a317; --brick: #9c3b24 }
@media (prefers-color-scheme: dark) {
  :root { --paper: #1f1b16; --ink: #fbf7f0; --quiet: #b9ae9e; --line: #4a4238; --teal: #8fd0c8; --on-teal: #1f1b16; --brick: #f0a48f }
}
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif }
.banner { margin: 0; padding: .5rem 1rem; text-align: center; font-size: .9rem; background: var(--marigold); color: #1f1b16 }
main { max-inline-size: 46rem; margin-inline: auto; padding: 1.5rem 1rem 4rem }
main.narrow, .narrow { max-inline-size: 26rem; margin-inline: auto }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .25rem; overflow-wrap: anywhere }
h2 { font-size: 1.05rem; margin: 2rem 0 .5rem; padding-block-start: 1rem; border-block-start: 1px solid var(--line) }
p { margin: 0 0 1rem }
a { color: var(--teal) }
:focus-visible { outline: 3px solid var(--marigold); outline-offset: 2px }
.quiet { color: var(--quiet) }
.small { font-size: .9rem }
.amount { font-size: 2.5rem; line-height: 1.2; margin: .5rem 0 0; font-variant-numeric: tabular-nums }
.bad { color: var(--brick); border-inline-start: 3px solid var(--brick); padding-inline-start: .75rem }
label { display: grid; gap: .25rem; margin-block-end: 1rem }
input, select, button { font: inherit; color: inherit; background: transparent; border: 1px solid var(--quiet); border-radius: 6px; padding: .5rem .75rem; min-block-size: 2.75rem; inline-size: 100% }
button { cursor: pointer; border-color: var(--teal); color: var(--teal); inline-size: auto }
button.main { background: var(--teal); color: var(--on-teal); inline-size: 100%; font-weight: 600 }
.row { display: flex; flex-wrap: wrap; gap: .5rem; align-items: end }
.row form { margin: 0 }
.row label { margin: 0 }
dl { display: grid; grid-template-columns: minmax(7rem, max-content) 1fr; gap: .35rem 1rem; margin: 0 }
dt { color: var(--quiet) }
dd { margin: 0; overflow-wrap: anywhere }
code { font: .95em ui-monospace, monospace }
table { border-collapse: collapse; inline-size: 100% }
th, td { text-align: start; padding: .5rem .5rem .5rem 0; border-block-end: 1px solid var(--line); vertical-align: top }
th { color: var(--quiet); font-weight: normal; font-size: .9rem }
.code { font: 1.35rem/1.2 ui-monospace, monospace; letter-spacing: .08em; white-space: nowrap }
.wide { overflow-x: auto }
`)
