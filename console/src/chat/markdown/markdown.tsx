import { micromark } from 'micromark';
import { gfmTable, gfmTableHtml } from 'micromark-extension-gfm-table';
import { createElement, Fragment, memo, type ReactNode } from 'react';
import { blocksOf } from './blocks.ts';

/** Text of an engine as markdown. Whatever it contains, it becomes these elements and http(s) links, and loads nothing. */
export const Markdown = memo(function Markdown(props: { readonly text: string }) {
  return (
    <div className="markdown">
      {blocksOf(props.text).map((block, index) => (
        // Blocks are only ever added, so the place of one is its name.
        <Block key={index} text={block} />
      ))}
    </div>
  );
});

/** Settled ones are equal to what they were and are not parsed again. */
const Block = memo(function Block(props: { readonly text: string }) {
  const html = micromark(props.text, { extensions: [gfmTable()], htmlExtensions: [gfmTableHtml()] });
  // A parsed document that is never shown: it runs no script and loads no image.
  return <>{childrenOf(new DOMParser().parseFromString(html, 'text/html').body)}</>;
});

const allowed = new Set([
  ...['p', 'br', 'hr', 'em', 'strong', 'code', 'pre', 'blockquote', 'ul', 'ol', 'li'],
  ...['table', 'thead', 'tbody', 'tr', 'th', 'td'],
]);
const voids = new Set(['br', 'hr']);

function childrenOf(parent: Element): ReactNode[] {
  return [...parent.childNodes].map((node, index) => <Fragment key={index}>{shown(node)}</Fragment>);
}

function shown(node: Node): ReactNode {
  if (!(node instanceof Element)) return node.nodeType === Node.TEXT_NODE ? node.textContent : null;
  const name = node.localName;
  // Headings of an answer stand below those of the page.
  if (/^h[1-6]$/.test(name)) return <p className="heading">{childrenOf(node)}</p>;
  if (name === 'img') return node.getAttribute('alt');
  if (name === 'a') return <Link href={node.getAttribute('href')}>{childrenOf(node)}</Link>;
  if (voids.has(name)) return createElement(name);
  if (!allowed.has(name)) return childrenOf(node);
  const start = name === 'ol' ? node.getAttribute('start') : null;
  return createElement(name, start === null ? null : { start: Number(start) }, ...childrenOf(node));
}

function Link(props: { readonly href: string | null; readonly children: ReactNode }) {
  if (props.href === null || !/^https?:\/\//i.test(props.href)) return props.children;
  return (
    <a href={props.href} target="_blank" rel="noopener noreferrer nofollow">
      {props.children}
    </a>
  );
}
