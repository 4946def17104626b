"""The demo: three invented consortia to try the product on."""
