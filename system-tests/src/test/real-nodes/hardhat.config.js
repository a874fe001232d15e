// Nothing is compiled here, and blocks appear only when a test asks for them.
module.exports = {
  networks: {
    hardhat: { mining: { auto: false, interval: 0 } },
  },
};
