/** The inbox's look: hairlines and space, one column, both grounds, logical sides. */
export const inboxStyle = `
:root { color-scheme: light dark; --paper: #fbf7f0; --ink: #1f1b16; --quiet: #5f574c; --line: #ddd3c3; --teal: #0f4c4a; --brick: #9c3b24 }
@media (prefers-color-scheme: dark) {
  :root { --paper: #1f1b16; --ink: #fbf7f0; --quiet: #b9ae9e; --line: #4a4238; --teal: #8fd0c8; --brick: #f0a48f }
}
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif }
main { max-inline-size: 46rem; margin-inline: auto; padding: 1.5rem 1rem 4rem }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .25rem; overflow-wrap: anywhere }
h2 { font-size: 1.05rem; margin: 2rem 0 .5rem }
p { margin: 0 0 1rem }
a { color: var(--teal) }
:focus-visible { outline: 3px solid #e8a317; outline-offset: 2px }
.quiet { color: var(--quiet) }
.bar { display: flex; flex-wrap: wrap; gap: .5rem; align-items: end; margin: 1rem 0 }
label { display: grid; gap: .25rem; flex: 1 1 14rem }
input, button { font: inherit; color: inherit; background: transparent; border: 1px solid var(--quiet); border-radius: 6px; padding: .5rem .75rem; min-block-size: 2.75rem }
button { cursor: pointer; border-color: var(--teal); color: var(--teal) }
ol.mails { list-style: none; margin: 0; padding: 0; border-block-start: 1px solid var(--line) }
ol.mails li { border-block-end: 1px solid var(--line) }
ol.mails a { display: grid; gap: .1rem; padding: .8rem 0; text-decoration: none; color: inherit }
ol.mails a:hover strong { text-decoration: underline; color: var(--teal) }
ol.mails strong { overflow-wrap: anywhere }
.row { display: flex; justify-content: space-between; gap: 1rem; font-size: .9rem; color: var(--quiet) }
.row span:first-child { overflow-wrap: anywhere }
.row time { white-space: nowrap; font-variant-numeric: tabular-nums }
.preview { color: var(--quiet); font-size: .9rem; overflow: hidden; white-space: nowrap; text-overflow: ellipsis }
.empty { border-block: 1px solid var(--line); padding: 3rem 0; text-align: center }
dl { display: grid; grid-template-columns: minmax(6rem, max-content) 1fr; gap: .35rem 1rem; margin: 0; font-size: .95rem }
dt { color: var(--quiet) }
dd { margin: 0; overflow-wrap: anywhere }
iframe { inline-size: 100%; block-size: 80vh; min-block-size: 32rem; border: 1px solid var(--line); background: Canvas; display: block }
pre { white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid var(--line); padding: 1rem; margin: 0; font: .9rem/1.5 ui-monospace, monospace; unicode-bidi: plaintext }
.bad { color: var(--brick) }
form { margin: 0 }
`
