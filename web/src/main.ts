/** What every page loads: small; what draws maps and charts is loaded where a page has one. */

import { tieForms } from "./form";
import { tieKeys } from "./keys";
import { onReplaced } from "./page";
import { readTexts } from "./text";
import { drawViews } from "./views";

document.documentElement.classList.add("has-scripts");
tieForms();
tieKeys();
readTexts(document);
drawViews(document);
document.querySelector("nav [aria-current=page]")?.scrollIntoView({ block: "nearest", inline: "center" });
onReplaced((part) => {
  readTexts(part);
  drawViews(part);
});
