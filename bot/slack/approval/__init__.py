"""Those who must agree to a client update are asked, answer, and are asked again."""
