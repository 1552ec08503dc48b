/** The address of the countries that world.config.ts makes while building. */
declare module "virtual:world" {
  const address: string;
  export default address;
}

/** The address of the rivers and lakes that world.config.ts makes while building. */
declare module "virtual:waters" {
  const address: string;
  export default address;
}
