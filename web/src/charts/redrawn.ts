/** A chart that is drawn anew where its data or its width change. */

import type { Make, View } from "../views";

/** Draws data into an empty element that has its width. */
export type Draw = (place: HTMLElement, data: unknown) => void;

/** The maker of a view that a drawing function draws whole each time. */
export function redrawn(draw: Draw): Make {
  return (place, first): View => {
    let shown = first;
    const again = (): void => {
      place.replaceChildren();
      draw(place, shown);
    };
    again();
    return {
      update(data) {
        if (data === undefined) return;
        shown = data;
        again();
      },
      resize: again,
    };
  };
}
