/** The address of the countries that world.config.ts makes while building. */
declare module "virtual:world" {
  const address: string;
  export default address;
}
